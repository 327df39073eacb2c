package hone.profiler.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.Progress;
import hone.engine.data.Samples;
import hone.engine.format.onnx.OnnxExport;
import hone.engine.format.onnx.OnnxModel;
import hone.engine.format.onnx.proto.NodeProto;
import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.LayerGlob;
import hone.engine.graph.Node;
import hone.engine.graph.Value;
import hone.engine.kernel.Rung;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Architecture;
import hone.engine.model.Model;
import hone.engine.op.activation.Relu;
import hone.engine.op.matmul.Linear;
import hone.engine.run.Executor;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.ModelInput;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
import hone.engine.technique.Fold;
import hone.engine.technique.Preview;
import hone.engine.technique.Recipe;
import hone.engine.technique.Setup;
import hone.engine.technique.SetupCache;
import hone.engine.technique.Techniques;
import hone.engine.technique.Workbench;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private static final int BATCH = 100;
    private static final int WINDOWS = 4;

    private final MemoryBudget budget = new MemoryBudget(1L << 30);
    private final KernelPool pool = new KernelPool(2);
    private final Planner planner = new Planner(KernelCosts.typical());

    @AfterEach
    void close() {
        pool.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlp", "cnn", "cnn-bn", "encoder", "resnet", "gpt", "mlp-784-32-1"})
    void everyModelAfterEveryRecipe(String id) {
        OnnxPeer.requireLibrary();
        ExportedModel exported = ExportedModel.of(id, budget);
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
        ExportedModel plain = ExportedModel.of("mlp", budget);
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
        Optional<String> refusal =
                Techniques.refusal(new Preview(exported.model().graph(), pool.size()), Recipe.parse(recipe));
        if (refusal.isPresent()) {
            System.out.printf("export of %s, %s: does not apply, %s%n", id, recipe, refusal.get());
            return;
        }
        Model model = folded(exported, recipe);
        Outcome outcome = run(exported, model);
        boolean rounded = recipe.contains("activations=int8");
        System.out.printf(
                Locale.ROOT,
                "export of %s, %s: %,d answers, largest difference %.2g, same top-1 %.2f %%%n",
                id,
                recipe.isEmpty() ? "plain" : recipe,
                outcome.rows(),
                outcome.difference(),
                100 * outcome.same());
        if (!rounded) {
            assertTrue(outcome.difference() <= MOST_DIFFERENCE, id + " " + recipe + " " + outcome);
        }
        assertTrue(outcome.same() >= LEAST_SAME, id + " " + recipe + " " + outcome);
    }

    private Model folded(ExportedModel exported, String recipe) {
        Workbench workbench = new Workbench(
                exported::calibration,
                exported.calibration().id(),
                1,
                planner,
                pool,
                budget,
                Progress.NONE,
                new Cancellation());
        Setup plain = new Setup(exported.model(), PlanRequest.baseline(1));
        return new Fold(new SetupCache())
                .fold(plain, Recipe.parse(recipe), workbench)
                .setup()
                .model();
    }

    /**
     * How outputs compare.
     *
     * @param rows of scores
     * @param difference the largest, of all numbers
     * @param same share of rows with the same largest score
     */
    private record Outcome(int rows, double difference, double same) {}

    private Outcome run(ExportedModel exported, Model model) {
        Architecture architecture = Architecture.of(model);
        Graph graph = model.graph();
        Samples samples = exported.samples();
        Node.Input input = ModelInput.of(graph);
        int batch = input.type().dtype() == DType.I32 ? WINDOWS : Math.min(BATCH, samples.count());
        var plan =
                planner.plan(graph, model.weights(), PlanRequest.baseline(batch).withRung(LayerGlob.ALL, Rung.SIMD));
        byte[] onnx = OnnxExport.bytes(model);
        Map<String, Long> sizes = graph.sizes(batch);
        int rows = 0;
        int same = 0;
        double difference = 0;
        try (MemoryRegion region = budget.open(Category.DATA, "test data");
                Executor executor = Executor.open(plan, pool, budget);
                PeerSession session = OnnxPeer.RUNTIME.openJava(onnx, new OnnxSettings(1, false))) {
            Tensor given = region.tensor(input.type().dtype(), input.type().resolve(sizes));
            for (Node.Input other : graph.inputs()) {
                Tensor tensor = other.equals(input)
                        ? given
                        : region.tensor(other.type().dtype(), other.type().maxShape());
                executor.bindings().input(other.name(), tensor);
                session.input(other.name(), tensor);
            }
            TensorType answers = graph.type(graph.output(architecture.output()));
            Tensor theirs = region.tensor(DType.F32, answers.resolve(sizes));
            session.output(architecture.output(), theirs);
            int classes = (int) answers.dims().getLast().max();
            for (int from = 0; from + batch <= samples.count(); from += batch) {
                samples.copyInto(from, batch, given.segment());
                executor.run();
                session.run();
                float[] ours = executor.output(architecture.output()).toFloats();
                float[] other = theirs.toFloats();
                for (int at = 0; at < ours.length; at += classes) {
                    rows++;
                    same += largest(ours, at, classes) == largest(other, at, classes) ? 1 : 0;
                }
                for (int i = 0; i < ours.length; i++) {
                    difference = Math.max(difference, Math.abs(ours[i] - (double) other[i]));
                }
            }
        }
        return new Outcome(rows, difference, (double) same / rows);
    }

    private static int largest(float[] scores, int from, int count) {
        int best = from;
        for (int i = from + 1; i < from + count; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        return best - from;
    }

    /** The layers of an INT8 model stay INT8 in the file. */
    @Test
    void quantizedLayersAreWrittenAsPairsOfQuantizeAndDequantize() {
        Model model = folded(ExportedModel.of("mlp", budget), "int8:activations=int8");
        List<String> operators = OnnxModel.read(OnnxExport.bytes(model), "test").proto().graph().nodes().stream()
                .map(NodeProto::operator)
                .toList();
        assertEquals(3, operators.stream().filter("QuantizeLinear"::equals).count());
        assertEquals(9, operators.stream().filter("DequantizeLinear"::equals).count());
    }
}
