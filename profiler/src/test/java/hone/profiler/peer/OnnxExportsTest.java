package hone.profiler.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.format.onnx.OnnxExport;
import hone.engine.format.onnx.OnnxModel;
import hone.engine.format.onnx.proto.NodeProto;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Value;
import hone.engine.model.Model;
import hone.engine.op.activation.Relu;
import hone.engine.op.matmul.Linear;
import hone.engine.run.PlanRequest;
import hone.engine.technique.Preview;
import hone.engine.technique.Recipe;
import hone.engine.technique.Techniques;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code export} writes gives in ONNX Runtime what it gives here, model by model and recipe by recipe. */
@Tag("peers")
class OnnxExportsTest {
    private static final double MOST_DIFFERENCE = 1e-4;
    private static final double LEAST_SAME = 0.995;

    private final ExportComparison comparison = new ExportComparison();

    @AfterEach
    void close() {
        comparison.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlp", "cnn", "cnn-bn", "encoder", "resnet", "gpt", "mlp-784-32-1"})
    void everyModelAfterEveryRecipe(String id) {
        OnnxPeer.requireLibrary();
        ExportedModel exported = ExportedModel.of(id, comparison.budget());
        for (String recipe : List.of(
                "",
                "fuse",
                "int8",
                "int8:activations=int8",
                "fuse,int8:activations=int8",
                "prune=0.7",
                "prune=0.7,int8",
                "fuse,skip-zeros")) {
            compare(id, exported, recipe);
        }
    }

    /** Weights as a product of two thin ones, which is what a factorization makes of a layer. */
    @Test
    void aFactorizedPerceptron() {
        OnnxPeer.requireLibrary();
        ExportedModel plain = ExportedModel.of("mlp", comparison.budget());
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.f32(Dim.symbol("batch", PlanRequest.MAX_BATCH), Dim.of(784)));
        Value down = builder.apply("fc1.down", new Linear(false), x, builder.weight("fc1.v", TensorType.f32(16L, 784)));
        Value up = builder.apply(
                "fc1",
                new Linear(true),
                down,
                builder.weight("fc1.u", TensorType.f32(64L, 16)),
                builder.weight("fc1.bias", TensorType.f32(64L)));
        Value relu = builder.apply("relu", new Relu(), up);
        builder.output(
                "logits",
                builder.apply(
                        "fc2",
                        new Linear(true),
                        relu,
                        builder.weight("fc2.weight", TensorType.f32(10L, 64)),
                        builder.weight("fc2.bias", TensorType.f32(10L))));
        try (OnnxPeer peer = new OnnxPeer()) {
            Model model = peer.model(builder.build());
            ExportedModel factorized =
                    new ExportedModel(plain.architecture(), model, plain.samples(), plain.calibration());
            compare("factorized", factorized, "");
            compare("factorized", factorized, "int8");
        }
    }

    private void compare(String id, ExportedModel exported, String recipe) {
        Optional<String> refusal = Techniques.refusal(
                new Preview(exported.model().graph(), comparison.pool().size()), Recipe.parse(recipe));
        if (refusal.isPresent()) {
            System.out.printf("export of %s, %s: does not apply, %s%n", id, recipe, refusal.get());
            return;
        }
        Model model = comparison.folded(exported, recipe);
        ExportComparison.Outcome usual = comparison.run(exported, model, OnnxPeer.settings(model, 1));
        System.out.printf("export of %s, %s: %s%n", id, recipe.isEmpty() ? "plain" : recipe, usual.text());
        if (recipe.contains("activations=int8")) {
            assertTrue(usual.same() >= LEAST_SAME, id + " " + recipe + " " + usual);
        } else {
            requireEqual(id + " " + recipe, usual);
        }
    }

    private static void requireEqual(String what, ExportComparison.Outcome outcome) {
        assertTrue(outcome.difference() <= MOST_DIFFERENCE, what + " " + outcome);
        assertTrue(outcome.same() >= LEAST_SAME, what + " " + outcome);
    }

    /** The layers of an INT8 model stay INT8 in the file. */
    @Test
    void quantizedLayersAreWrittenAsPairsOfQuantizeAndDequantize() {
        Model model = comparison.folded(ExportedModel.of("mlp", comparison.budget()), "int8:activations=int8");
        List<String> operators = OnnxModel.read(OnnxExport.bytes(model), "test").proto().graph().nodes().stream()
                .map(NodeProto::operator)
                .toList();
        assertEquals(3, operators.stream().filter("QuantizeLinear"::equals).count());
        assertEquals(9, operators.stream().filter("DequantizeLinear"::equals).count());
    }
}
