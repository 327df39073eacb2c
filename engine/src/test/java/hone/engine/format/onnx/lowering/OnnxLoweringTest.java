package hone.engine.format.onnx.lowering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.engine.Unavailable;
import hone.engine.model.Model;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Graphs as other programs write them: images, flat rows, and what stands in the way. */
class OnnxLoweringTest {
    private static final Dim BATCH = Dim.symbol("batch", 8);

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
        check.same(0, "Permute");
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
        check.node("Hardmax", "hard1", "conv");
        check.node("Hardmax", "hard2", "hard1");
        check.node("Relu", "fine", "hard2");
        check.node("MaxPool", "pool", "x")
                .attribute("kernel_shape", List.of(3L, 3L))
                .attribute("dilations", List.of(2L, 2L));
        check.node("Hardmax", "unused", "pool");
        check.output("fine", TensorType.f32(BATCH, Dim.of(4), Dim.of(6), Dim.of(6)));
        check.output("pool", TensorType.f32(BATCH, Dim.of(3), Dim.of(4), Dim.of(4)));
        OnnxImport.Outcome outcome = trip.lowered(check.model());
        assertEquals(
                List.of("Hardmax (node hard1, node hard2)", "MaxPool (node pool: its window is dilated)"),
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
