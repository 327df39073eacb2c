package hone.engine.format.onnx.lowering;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.format.onnx.OpForms;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Value;
import hone.engine.model.Cnn;
import hone.engine.model.Encoder;
import hone.engine.model.Gpt;
import hone.engine.model.GptDimensions;
import hone.engine.model.GptForm;
import hone.engine.model.Mlp;
import hone.engine.model.Model;
import hone.engine.op.activation.Gelu;
import hone.engine.op.activation.Relu;
import hone.engine.op.activation.Silu;
import hone.engine.op.attention.Attention;
import hone.engine.op.attention.RotaryEmbedding;
import hone.engine.op.elementwise.Add;
import hone.engine.op.matmul.Linear;
import hone.engine.op.matmul.MatMul;
import hone.engine.op.normalization.BatchNorm;
import hone.engine.op.shape.Flatten;
import hone.engine.op.shape.SwapAxes;
import hone.engine.op.shape.Unflatten;
import hone.engine.technique.quantization.WeightOnly;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.Shape;
import hone.engine.tensor.TensorType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the exporter writes comes back as the ops that it was written from. */
class OnnxRoundTripTest {
    private final RoundTrip trip = new RoundTrip();

    @AfterEach
    void close() {
        trip.close();
    }

    @Test
    void aPerceptronComesBackWithItsNames() {
        Model model = trip.model(Mlp.graph(29, 13, 5));
        Model back = trip.same(model, 1e-6, Map.of("x", trip.uniform(11, 3, 29)));
        assertEquals(model.weights().keySet(), back.weights().keySet());
        assertEquals(model.graph().nodes().toString(), back.graph().nodes().toString());
        assertArrayEquals(
                model.weight("fc1.weight").toFloats(), back.weight("fc1.weight").toFloats());
    }

    @Test
    void aConvolutionalNetworkComesBack() {
        trip.same(trip.model(Cnn.rows(9, 5, 3, 4)), 1e-5, Map.of("x", trip.uniform(11, 3, 81)));
    }

    @Test
    void convolutionsAndPoolingsInAllFormsComeBack() {
        trip.same(trip.model(OpForms.convolutionsAndPooling()), 1e-5, Map.of("x", trip.uniform(11, 2, 4, 11, 9)));
    }

    @Test
    void batchNormalizationComesBack() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.f32(Dim.symbol("batch", 4096), Dim.of(6), Dim.of(4), Dim.of(5)));
        Value[] operands = {x, null, null, null, null};
        for (int i = 1; i < operands.length; i++) {
            operands[i] = builder.weight("norm." + i, TensorType.f32(6L));
        }
        builder.output("y", builder.apply("norm", new BatchNorm(1e-3F), operands));
        Model model = trip.model(builder.build());
        for (int i = 0; i < 6; i++) {
            model.weight("norm.4").setFloat(i, 0.5F + i); // a variance
        }
        trip.same(model, 1e-5, Map.of("x", trip.uniform(11, 3, 6, 4, 5)));
    }

    @Test
    void activationsAndNormalizationsComeBack() {
        Model model = trip.model(OpForms.activationsAndNormalizations(3, 6));
        trip.same(model, 1e-5, Map.of("x", trip.uniform(11, 5, 3, 6)));
    }

    @Test
    void productsSumsAndShapesComeBack() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.f32(Dim.symbol("batch", 4096), Dim.of(3), Dim.of(6)));
        Value gelu = builder.apply("gelu", new Gelu(), x);
        Value silu = builder.apply("silu", new Silu(), x);
        Value mixed = builder.apply("mixed", new MatMul(false, true), gelu, silu);
        builder.output("relu", builder.apply("relu", new Relu(), x))
                .output("sum", builder.apply("sum", new Add(), silu, gelu))
                .output("mixed", builder.apply("back", new MatMul(false, false), mixed, x))
                .output("turned", builder.apply("turned", new SwapAxes(), gelu))
                .output("flat", builder.apply("flat", new Flatten(), gelu))
                .output("square", builder.apply("square", new Unflatten(List.of(Unflatten.KEPT, 2L, 9L)), gelu));
        trip.same(trip.model(builder.build()), 1e-5, Map.of("x", trip.uniform(11, 5, 3, 6)));
    }

    @Test
    void linearLayersOverSequencesComeBackWithAndWithoutBias() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.f32(Dim.symbol("batch", 4096), Dim.of(3), Dim.of(6)));
        Value one = builder.apply(
                "one",
                new Linear(true),
                x,
                builder.weight("one.weight", TensorType.f32(5L, 6)),
                builder.weight("one.bias", TensorType.f32(5L)));
        builder.output(
                "y", builder.apply("two", new Linear(false), one, builder.weight("two.weight", TensorType.f32(4L, 5))));
        Model model = trip.model(builder.build());
        Model back = trip.same(model, 1e-6, Map.of("x", trip.uniform(11, 2, 3, 6)));
        assertEquals(model.weights().keySet(), back.weights().keySet());
    }

    @Test
    void attentionInAllFormsComesBack() {
        for (boolean causal : new boolean[] {false, true}) {
            for (int kvHeads : new int[] {1, 2, 4}) {
                GraphBuilder builder = new GraphBuilder();
                Dim batch = Dim.symbol("batch", 4096);
                Value x = builder.input("x", TensorType.f32(batch, Dim.of(5), Dim.of(12)));
                Value memory = builder.input("memory", TensorType.f32(batch, Dim.of(7), Dim.of(3L * kvHeads)));
                Value values = builder.apply("values", new Relu(), memory);
                Value y = builder.apply("attention", new Attention(4, kvHeads, causal), x, memory, values);
                Model model = new Model("attention", builder.output("y", y).build(), Map.of());
                trip.same(
                        model,
                        1e-6,
                        Map.of("x", trip.uniform(11, 2, 5, 12), "memory", trip.uniform(12, 2, 7, 3L * kvHeads)));
            }
        }
    }

    @Test
    void anEncoderComesBack() {
        trip.same(trip.model(new Encoder(5, 12, 3, 20, 2).graph()), 1e-5, Map.of("x", trip.uniform(11, 3, 5, 12)));
    }

    @Test
    void aRotaryEmbeddingComesBackWithItsBase() {
        for (double base : new double[] {100, 10_000, 500_000}) {
            GraphBuilder builder = new GraphBuilder();
            Value x = builder.input("x", TensorType.f32(Dim.symbol("batch", 4096), Dim.of(3), Dim.of(12)));
            Value position = builder.input("position", TensorType.of(DType.I32, Shape.of(1)));
            builder.output("y", builder.apply("rotary", new RotaryEmbedding(6, 10, base), x, position));
            Model model = new Model("rotary", builder.build(), Map.of());
            trip.same(model, 1e-5, Map.of("x", trip.uniform(11, 2, 3, 12), "position", trip.position(5)));
        }
    }

    @Test
    void transformersComeBackOverSequencesOfAnyLength() {
        GptDimensions sizes = new GptDimensions(2, 4, 2, 16, 24, 11, 9);
        GptForm gpt2 = new GptForm(
                GptForm.Positions.LEARNT,
                10_000,
                GptForm.Normalization.LAYER,
                1e-5F,
                GptForm.FeedForward.GELU_TANH,
                true,
                false,
                0);
        for (GptForm form : List.of(GptForm.LLAMA, gpt2)) {
            Model model = trip.model(Gpt.whole(sizes, form));
            for (int seq : new int[] {1, 4, 9}) {
                Model back = trip.same(model, 1e-5, Map.of("ids", trip.ids(11, 2, seq), "position", trip.position(0)));
                assertEquals(model.weights().keySet(), back.weights().keySet());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "simd",
                "fuse",
                "prune=0.8",
                "int8",
                "int8:activations=int8",
                "fuse,int8:activations=int8",
                "prune=0.5,int8"
            })
    void perceptronsComeBackAfterTechniques(String recipe) {
        Model model = trip.folded(trip.model(Mlp.graph(784, 40, 10)), recipe);
        // The bias of a layer in whole numbers is rounded to its units
        double tolerance = recipe.contains("activations") ? 1e-4 : 1e-5;
        trip.same(model, tolerance, Map.of("x", trip.uniform(11, 3, 784)));
    }

    @Test
    void layersThatSkipZerosComeBackAsLinearLayers() {
        Model model = trip.folded(trip.model(Mlp.graph(784, 40, 10)), "skip-zeros");
        Model back = trip.back(model);
        var x = Map.of("x", trip.uniform(11, 3, 784));
        assertEquals(
                List.of("Linear", "Relu", "Linear"),
                back.graph().applications().stream()
                        .map(node -> node.op().kind())
                        .toList());
        assertArrayEquals(trip.run(model, x).get("logits"), trip.run(back, x).get("logits"), 1e-5F);
    }

    @ParameterizedTest
    @EnumSource(WeightOnly.Format.class)
    void weightsOfFewerBitsComeBackAsTheyWere(WeightOnly.Format format) {
        for (int width : new int[] {96, 33}) {
            Model plain = trip.model(Mlp.graph(width, 40, 10));
            Model model = WeightOnly.of(plain, format, 32, trip.region());
            Model back = trip.same(model, 1e-5, Map.of("x", trip.uniform(11, 3, width)));
            model.weights().forEach((name, tensor) -> {
                if (tensor.dtype() != DType.F32) {
                    assertTrue(
                            back.weights().values().stream()
                                    .anyMatch(other -> other.type().equals(tensor.type())
                                            && other.segment().mismatch(tensor.segment()) < 0),
                            name + " " + tensor);
                }
            });
        }
    }
}
