package hone.engine.format.onnx.lowering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.engine.Unavailable;
import hone.engine.model.Model;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.Shape;
import hone.engine.tensor.TensorType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Graphs as other programs write them. */
class OnnxLoweringTest {
    private static final Dim BATCH = Dim.symbol("batch", 8);
    private static final Dim SEQ = Dim.symbol("seq", 8);

    private final RoundTrip trip = new RoundTrip();
    private LoweredCheck check = new LoweredCheck(trip);

    @BeforeEach
    void open() {
        check = new LoweredCheck(trip);
    }

    @AfterEach
    void close() {
        trip.close();
    }

    private void images(long channels, long side) {
        check.input("x", TensorType.f32(BATCH, Dim.of(channels), Dim.of(side), Dim.of(side)));
    }

    @Test
    void aResidualBlockWithStridesAndUnevenPaddingIsLowered() {
        images(3, 12);
        check.node("Conv", "stem", "x", check.numbers("stem.w", 4, 3, 3, 3))
                .attribute("strides", List.of(2L, 2L))
                .attribute("auto_pad", "SAME_UPPER");
        norm("bn", "stem", 4);
        check.node("Relu", "a", "bn");
        check.node("Conv", "c1", "a", check.numbers("w1", 4, 4, 3, 3), check.numbers("b1", 4))
                .attribute("pads", List.of(1L, 1L, 1L, 1L));
        check.node("Relu", "r1", "c1");
        check.node("Conv", "c2", "r1", check.numbers("w2", 4, 2, 1, 1)).attribute("group", 2);
        check.node("Add", "c2b", check.numbers("b2", 1, 4, 1, 1), "c2");
        check.node("Add", "sum", "c2b", "a");
        check.node("MaxPool", "pool", "sum")
                .attribute("kernel_shape", List.of(2L, 2L))
                .attribute("strides", List.of(2L, 2L));
        check.node("ReduceMean", "mean", "pool", check.graph().longs("axes", -1, -2))
                .attribute("keepdims", 0);
        check.node("Gemm", "y", "mean", check.numbers("fc.w", 4, 5), check.numbers("fc.b", 5))
                .attribute("alpha", 0.5F)
                .attribute("beta", 2F);
        check.output("y", TensorType.f32(BATCH, Dim.of(5)));
        check.same(
                1e-5,
                "Conv2d",
                "BatchNorm",
                "Relu",
                "Conv2d",
                "Relu",
                "Conv2d",
                "Add",
                "MaxPool2d",
                "GlobalAveragePool2d",
                "Flatten",
                "Linear");
    }

    private void norm(String name, String x, long channels) {
        check.node(
                "BatchNormalization",
                name,
                x,
                check.positive(name + ".weight", channels),
                check.numbers(name + ".bias", channels),
                check.numbers(name + ".mean", channels),
                check.positive(name + ".var", channels));
    }

    @Test
    void pixelsThatAreCentredAndScaledBecomeNormalizations() {
        images(3, 4);
        check.node("Div", "scaled", "x", check.number("most", 255));
        check.node("Sub", "centred", "scaled", check.numbers("mean", 1, 3, 1, 1));
        check.node("Div", "normal", "centred", check.positive("deviation", 3, 1, 1));
        check.node("Mul", "y", check.number("two", 2), "normal");
        check.output("y", TensorType.f32(BATCH, Dim.of(3), Dim.of(4), Dim.of(4)));
        check.same(1e-5, "BatchNorm", "BatchNorm", "BatchNorm", "BatchNorm");
    }

    @Test
    void transposesThatLeaveElementsWhereTheyLieAreLowered() {
        check.input("x", TensorType.f32(BATCH, Dim.of(4), Dim.of(4), Dim.of(1)));
        check.node("Transpose", "channels", "x").attribute("perm", List.of(0L, 3L, 1L, 2L));
        check.node("Conv", "conv", "channels", check.numbers("w", 2, 1, 3, 3));
        check.node("Reshape", "pixels", "conv", check.graph().longs("sizes", 0, 2, 4));
        check.node("Transpose", "y", "pixels").attribute("perm", List.of(0L, 2L, 1L));
        check.output("y", TensorType.f32(BATCH, Dim.of(4), Dim.of(2)));
        check.same(1e-5, "Unflatten", "Conv2d", "Unflatten", "SwapAxes");

        open();
        images(3, 4);
        check.node("Transpose", "y", "x").attribute("perm", List.of(0L, 2L, 3L, 1L));
        check.output("y", TensorType.f32(BATCH, Dim.of(4), Dim.of(4), Dim.of(3)));
        assertEquals(
                "[Transpose (node y: it moves elements along dimensions [0, 2, 3, 1])]",
                trip.lowered(check.model()).notMapped().toString());
    }

    @Test
    void flatteningByComputedSizesIsLowered() {
        images(2, 3);
        check.node("Shape", "sizes", "x");
        check.node("Gather", "first", "sizes", check.graph().whole("zero", 0)).attribute("axis", 0);
        check.node("Unsqueeze", "batch", "first", check.graph().longs("axes", 0));
        check.node("Concat", "wanted", "batch", check.graph().longs("rest", -1)).attribute("axis", 0);
        check.node("Reshape", "flat", "x", "wanted");
        check.node("MatMul", "product", "flat", check.numbers("w", 18, 4));
        check.node("Add", "y", "product", check.numbers("b", 4));
        check.output("y", TensorType.f32(BATCH, Dim.of(4)));
        check.same(1e-5, "Flatten", "Linear");
    }

    private void sequences(long width) {
        check.input("x", TensorType.f32(BATCH, SEQ, Dim.of(width)));
    }

    @Test
    void normalizationsAndActivationsWrittenOutAreRecognized() {
        sequences(6);
        check.node("ReduceMean", "mean", "x", check.graph().longs("last", -1));
        check.node("Sub", "d", "x", "mean");
        check.node("Pow", "squares", "d", check.number("two", 2));
        check.node("ReduceMean", "variance", "squares", "last");
        check.node("Add", "shifted", "variance", check.number("epsilon", 1e-5));
        check.node("Sqrt", "root", "shifted");
        check.node("Div", "normal", "d", "root");
        check.node("Mul", "scaled", "normal", check.positive("w", 6));
        check.node("Add", "norm", "scaled", check.numbers("b", 6));
        // GELU with the error function
        check.node("Div", "part", "norm", check.number("root2", Math.sqrt(2)));
        check.node("Erf", "erf", "part");
        check.node("Add", "one", "erf", check.number("1", 1));
        check.node("Mul", "times", "norm", "one");
        check.node("Mul", "exact", "times", check.number("half", 0.5));
        // and with the hyperbolic tangent
        check.node("Pow", "cube", "exact", check.number("three", 3));
        check.node("Mul", "small", "cube", check.number("c", 0.044715));
        check.node("Add", "poly", "exact", "small");
        check.node("Mul", "arg", "poly", check.number("p", Math.sqrt(2 / Math.PI)));
        check.node("Tanh", "tanh", "arg");
        check.node("Add", "one2", "tanh", "1");
        check.node("Mul", "halved", "exact", "half");
        check.node("Mul", "approximate", "halved", "one2");
        // RMS normalization through a reciprocal
        check.node("Mul", "squares2", "approximate", "approximate");
        check.node("ReduceMean", "mean2", "squares2", "last");
        check.node("Add", "shifted2", "mean2", "epsilon");
        check.node("Sqrt", "root2b", "shifted2");
        check.node("Reciprocal", "inverse", "root2b");
        check.node("Mul", "normal2", "approximate", "inverse");
        check.node("Mul", "y", "w", "normal2");
        check.output("y", TensorType.f32(BATCH, SEQ, Dim.of(6)));
        check.same(2e-5, "LayerNorm", "Gelu", "Gelu", "RmsNorm");
    }

    @Test
    void anotherAttentionOverSequencesOfAnyLengthIsRecognized() {
        sequences(8);
        // One product for queries, keys and values over one long matrix, as GPT-2 is exported
        check.node("Reshape", "rows", "x", check.graph().longs("long", -1, 8));
        check.node("Gemm", "long.qkv", "rows", check.numbers("qkv.w", 8, 24), check.numbers("qkv.b", 24));
        check.node("Shape", "sizes", "x");
        check.node(
                "Slice",
                "leading",
                "sizes",
                check.graph().longs("from", 0),
                check.graph().longs("to", 2));
        check.node("Concat", "wide", "leading", check.graph().longs("width", 24))
                .attribute("axis", 0);
        check.node("Reshape", "qkv", "long.qkv", "wide");
        check.graph()
                .node("split", "Split", List.of("qkv", check.graph().longs("parts", 8, 8, 8)), List.of("q", "k", "v"))
                .attribute("axis", 2);
        check.graph().longs("apart", 0, 0, 2, 4);
        for (String part : List.of("q", "k", "v")) {
            check.node("Reshape", part + "h", part, "apart");
            check.node("Transpose", part + "t", part + "h").attribute("perm", List.of(0L, 2L, 1L, 3L));
        }
        check.node("Transpose", "kk", "kt").attribute("perm", List.of(0L, 1L, 3L, 2L));
        check.node("MatMul", "scores", "qt", "kk");
        check.node("Div", "scaled", "scores", check.number("two", 2));
        // A causal mask that is made of the sequence's length and chooses
        check.node("Gather", "seq", "sizes", check.graph().whole("one", 1)).attribute("axis", 0);
        check.node("Range", "places", check.graph().whole("zero", 0), "seq", "one");
        check.node("Unsqueeze", "column", "places", check.graph().longs("axis", 1));
        check.node("LessOrEqual", "seen", "places", "column");
        check.node("Where", "masked", "seen", "scaled", check.number("hidden", -3e38));
        check.node("Softmax", "weights", "masked").attribute("axis", -1);
        check.node("MatMul", "sums", "weights", "vt");
        check.node("Transpose", "back", "sums").attribute("perm", List.of(0L, 2L, 1L, 3L));
        check.node("Reshape", "y", "back", check.graph().longs("together", 0, 0, 8));
        check.output("y", TensorType.f32(BATCH, SEQ, Dim.of(8)));
        check.same(1e-5, "Linear", "Linear", "Linear", "Attention");
    }

    @Test
    void wideIdsGatherRowsAndPositionsLimitASequence() {
        check.input("ids", new TensorType(DType.I64, List.of(BATCH, SEQ)));
        check.input("position", TensorType.of(DType.I64, Shape.of(1)));
        check.node("Gather", "rows", check.numbers("table", 5, 6), "ids");
        check.node("Shape", "sizes", "ids");
        check.node("Gather", "seq", "sizes", check.graph().whole("one", 1)).attribute("axis", 0);
        check.node("Range", "steps", check.graph().whole("zero", 0), "seq", "one");
        check.node("Add", "places", "position", "steps");
        check.node("Gather", "learnt", check.numbers("positions", 7, 6), "places");
        check.node("Add", "y", "rows", "learnt");
        check.output("y", TensorType.f32(BATCH, SEQ, Dim.of(6)));
        Model model = check.same(1e-6, "Embedding", "PositionEmbedding");
        assertEquals(
                7,
                model.graph()
                        .type(model.graph().find("ids").orElseThrow())
                        .dim(1)
                        .max());
    }

    @Test
    void positionsOfSequencesOfOneLengthAreATable() {
        check.input("x", TensorType.f32(BATCH, Dim.of(5), Dim.of(6)));
        check.node("Add", "learnt", check.numbers("table", 1, 5, 6), "x");
        check.node("Gather", "rows", check.numbers("more", 9, 6), check.graph().longs("places", 0, 1, 2, 3, 4));
        check.node("Add", "y", "learnt", "rows");
        check.output("y", TensorType.f32(BATCH, Dim.of(5), Dim.of(6)));
        check.same(1e-6, "PositionEmbedding", "PositionEmbedding");

        open();
        sequences(6);
        check.node("Shape", "sizes", "x");
        check.node("Gather", "seq", "sizes", check.graph().whole("one", 1)).attribute("axis", 0);
        check.node("Range", "steps", check.graph().whole("zero", 0), "seq", "one");
        check.node("Gather", "rows", check.numbers("table", 7, 6), "steps");
        check.node("Add", "y", "x", "rows");
        check.output("y", TensorType.f32(BATCH, SEQ, Dim.of(6)));
        Model model = check.same(1e-6, "PositionEmbedding");
        assertEquals(7, model.graph().inputs().getFirst().type().dim(1).max());
    }

    @Test
    void aBatchOfOneIsFreedUnlessShapesSayItToo() {
        check.input("x", TensorType.f32(1, 2, 3));
        check.node("Flatten", "flat", "x").attribute("axis", 1);
        check.node("Gemm", "y", "flat", check.numbers("w", 6, 4));
        check.output("y", TensorType.f32(1, 4));
        Model freed = trip.lowered(check.model()).require("freed");
        assertEquals("F32[batch×2×3]", freed.graph().inputs().getFirst().type().toString());

        open();
        check.input("x", TensorType.f32(1, 2, 3));
        check.node("Reshape", "flat", "x", check.graph().longs("sizes", 1, 6));
        check.node("Gemm", "y", "flat", check.numbers("w", 6, 4));
        check.output("y", TensorType.f32(1, 4));
        Model fixed = check.same(1e-5, "Flatten", "Linear");
        assertEquals("F32[1×2×3]", fixed.graph().inputs().getFirst().type().toString());
    }

    /** 15 billion FLOPs, which plain loops would take minutes for. */
    @Test
    void aLargeNetworkIsSizedWithoutComputingIt() {
        images(256, 56);
        String last = "x";
        for (int i = 0; i < 4; i++) {
            String weight = check.graph().floats("w" + i, new float[256 * 256 * 9], 256, 256, 3, 3);
            check.node("Conv", "conv" + i, last, weight).attribute("auto_pad", "SAME_LOWER");
            last = "conv" + i;
        }
        check.node("ReduceMean", "mean", last, check.graph().longs("axes", 2, 3))
                .attribute("keepdims", 0);
        check.node("MatMul", "y", "mean", check.graph().floats("fc", new float[256 * 1000], 256, 1000));
        check.output("y", TensorType.f32(BATCH, Dim.of(1000)));
        Model model = assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> trip.lowered(check.model()).require("large"));
        assertEquals(2L * 4 * 256 * 256 * 9 * 56 * 56 + 2 * 256 * 1000, model.flopsPerSample());
    }

    @Test
    void productsThatDoNotFitAreStillRefused() {
        images(3, 8);
        check.node("Conv", "conv", "x", check.numbers("w", 4, 2, 3, 3));
        check.output("conv", TensorType.f32(BATCH, Dim.of(4), Dim.of(6), Dim.of(6)));
        InvalidInput refused = assertThrows(InvalidInput.class, () -> trip.lowered(check.model()));
        assertTrue(refused.getMessage().contains("do not fit"), refused.getMessage());
    }

    @Test
    void allOperatorsInTheWayAreNamedAtOnce() {
        images(3, 8);
        check.node("Conv", "conv", "x", check.numbers("w", 4, 3, 3, 3));
        check.node("LeakyRelu", "leak1", "conv");
        check.node("LeakyRelu", "leak2", "leak1");
        check.node("Relu", "fine", "leak2");
        check.node("MaxPool", "pool", "x")
                .attribute("kernel_shape", List.of(3L, 3L))
                .attribute("pads", List.of(0L, 0L, 1L, 1L));
        check.node("Erf", "unused", "pool");
        check.output("fine", TensorType.f32(BATCH, Dim.of(4), Dim.of(6), Dim.of(6)));
        check.output("pool", TensorType.f32(BATCH, Dim.of(3), Dim.of(7), Dim.of(7)));
        OnnxImport.Outcome outcome = trip.lowered(check.model());
        assertEquals(
                List.of("LeakyRelu (node leak1, node leak2)", "MaxPool (node pool: its pads differ at opposite sides)"),
                outcome.notMapped().stream().map(NotMapped::toString).toList());
        Unavailable refused = assertThrows(Unavailable.class, () -> outcome.require("model.onnx"));
        assertTrue(refused.getMessage().contains("it runs with the reference evaluator only"), refused.getMessage());
    }

    @Test
    void roundedInputsOfBothSignsAreLoweredWithTheirLayer() {
        check.input("x", TensorType.f32(BATCH, Dim.of(8)));
        String scale = check.number("step", 1 / 64.0);
        String zero = check.graph().unsigned("half", 128);
        check.node("QuantizeLinear", "q", "x", scale, zero);
        check.node("DequantizeLinear", "xr", "q", scale, zero);
        byte[] weight = new byte[24];
        for (int i = 0; i < weight.length; i++) {
            weight[i] = (byte) (i * 37 % 255 - 127);
        }
        check.node("DequantizeLinear", "w", check.graph().bytes("w8", weight, 8, 3), check.positive("ws", 3))
                .attribute("axis", 1);
        check.node("MatMul", "y", "xr", "w");
        check.output("y", TensorType.f32(BATCH, Dim.of(3)));
        // Numbers of some hundreds
        check.same(2e-3, "Int8Linear");
    }
}
