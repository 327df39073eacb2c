package hone.engine.format.onnx.lowering;

import static hone.engine.format.onnx.lowering.LoweredCheck.BATCH;
import static hone.engine.format.onnx.lowering.LoweredCheck.rows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Unavailable;
import hone.engine.format.onnx.proto.ElementType;
import hone.engine.format.onnx.reference.NdArray;
import hone.engine.format.onnx.reference.OnnxValue;
import hone.engine.memory.MemoryBudget;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.Shape;
import hone.engine.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Operators that move elements, and windows that no model of ours has, on the engine and by the reference operators. */
class ForeignMovesTest {
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

    @Test
    void softmaxesOverAnyDimension() {
        check.input("x", rows(4, 5));
        check.node("Softmax", "inner", "x").attribute("axis", 1);
        check.node("LogSoftmax", "log", "x").attribute("axis", -1);
        check.node("LogSoftmax", "turned", "x").attribute("axis", 1);
        check.output("inner", rows(4, 5)).output("log", rows(4, 5)).output("turned", rows(4, 5));
        check.same(1e-5, "Permute", "Softmax", "Permute", "LogSoftmax", "Permute", "LogSoftmax", "Permute");
    }

    @Test
    void elementsAreMovedCutAndPutTogether() {
        check.input("x", rows(4, 6));
        check.node("Transpose", "turned", "x").attribute("perm", List.of(2L, 0L, 1L));
        check.node("Transpose", "back", "turned").attribute("perm", List.of(1L, 2L, 0L));
        check.node(
                "Slice",
                "part",
                "back",
                check.graph().longs("starts", 3, -1),
                check.graph().longs("ends", 0, -7),
                check.graph().longs("axes", 1, 2),
                check.graph().longs("steps", -2, -1));
        check.output("part", rows(2, 6));
        check.same(0, "Permute", "Permute", "Slice");

        open();
        check.input("x", rows(4, 6));
        check.graph()
                .node("parts", "Split", List.of("x", check.graph().longs("sizes", 2, 4)), List.of("left", "right"))
                .attribute("axis", 2);
        check.node("Concat", "joined", "right", "left").attribute("axis", 2);
        check.output("joined", rows(4, 6));
        check.same(0, "Slice", "Slice", "Concat");
    }

    @Test
    void valuesArePaddedRepeatedAndGathered() {
        check.input("x", rows(4, 6));
        for (String mode : List.of("constant", "reflect", "edge", "wrap")) {
            check.node("Pad", mode, "x", check.graph().longs(mode + ".pads", 0, 1, 3, 0, 2, -2))
                    .attribute("mode", mode);
            check.output(mode, rows(7, 7));
        }
        check.node("Tile", "tiled", "x", check.graph().longs("repeats", 1, 2, 3));
        check.node("ReduceMax", "largest", "x", check.graph().longs("last", 2));
        check.node("Expand", "wide", "largest", check.graph().longs("sizes", 1, 4, 5));
        check.node("Gather", "some", "x", check.graph().longs("which", 3, -4, 3))
                .attribute("axis", 1);
        check.output("tiled", rows(8, 18)).output("wide", rows(4, 5)).output("some", rows(3, 6));
        check.same(0);
    }

    /** As a classifying token is put in front of all others, whatever the batch. */
    @Test
    void aConstantIsRepeatedForEachOfABatch() {
        check.input("x", rows(4, 6));
        check.node("Shape", "shape", "x");
        check.node(
                "Slice",
                "batch",
                "shape",
                check.graph().longs("zero", 0),
                check.graph().longs("one", 1));
        check.node("Concat", "sizes", "batch", check.graph().longs("rest", 1, 6))
                .attribute("axis", 0);
        check.node("Expand", "token", check.numbers("class", 1, 1, 6), "sizes");
        check.node("Concat", "tokens", "token", "x").attribute("axis", 1);
        check.node("Gather", "first", "tokens", check.graph().whole("at", 0)).attribute("axis", 1);
        check.output("tokens", rows(5, 6)).output("first", rows(6));
        check.same(0, "Expand", "Concat", "Gather");
    }

    @Test
    void theLastOfASequenceOfUnknownLengthIsTaken() {
        check.input("x", TensorType.f32(BATCH, Dim.symbol("seq", 8), Dim.of(3)));
        check.node(
                "Slice",
                "y",
                "x",
                check.graph().longs("starts", -1),
                check.graph().longs("ends", Long.MAX_VALUE),
                check.graph().longs("axes", 1));
        check.output("y", rows(1, 3));
        check.same(0, "Slice");
    }

    @Test
    void poolingsThatReachBeyondTheImage() {
        check.input("x", rows(2, 7, 6));
        for (String operator : List.of("MaxPool", "AveragePool")) {
            check.node(operator, operator + ".uneven", "x")
                    .attribute("kernel_shape", List.of(3L, 2L))
                    .attribute("strides", List.of(2L, 2L))
                    .attribute("pads", List.of(0L, 1L, 2L, 0L));
            check.node(operator, operator + ".up", "x")
                    .attribute("kernel_shape", List.of(3L, 3L))
                    .attribute("strides", List.of(2L, 2L))
                    .attribute("ceil_mode", 1);
            check.output(operator + ".uneven", rows(2, 4, 3)).output(operator + ".up", rows(2, 3, 3));
        }
        check.node("AveragePool", "counted", "x")
                .attribute("kernel_shape", List.of(3L, 3L))
                .attribute("pads", List.of(1L, 1L, 1L, 1L))
                .attribute("count_include_pad", 1);
        check.output("counted", rows(2, 7, 6));
        check.same(1e-5);
    }

    @Test
    void linesAreImagesOnePixelTall() {
        check.input("x", rows(3, 11));
        check.node("Conv", "c", "x", check.numbers("w", 4, 3, 3), check.numbers("b", 4))
                .attribute("pads", List.of(1L, 1L))
                .attribute("strides", List.of(2L));
        check.node("AveragePool", "y", "c").attribute("kernel_shape", List.of(2L));
        check.output("y", rows(4, 5));
        check.same(1e-5, "Unflatten", "Conv2d", "Unflatten", "Unflatten", "AveragePool2d", "Unflatten");
    }

    /** A file whose target shape is an input becomes a graph once the shape is given, and only then. */
    @Test
    void sizesThatAnInputCarriesAreGiven() {
        check.input("x", TensorType.f32(2L, 6));
        check.graph().input("shape", TensorType.of(DType.I64, Shape.of(2)));
        check.node("Reshape", "wide", "x", "shape");
        check.node("Neg", "y", "wide");
        check.output("y", TensorType.f32(3L, 4));
        NdArray x = LoweredCheck.array(trip.uniform(5, 2, 6), null);
        NdArray shape = NdArray.ofWholes(ElementType.I64, new int[] {2}, 3, 4);
        Map<String, OnnxValue> inputs = Map.of("x", x, "shape", shape);
        Map<String, OnnxValue> found =
                EngineRun.run(check.model(), inputs, new MemoryBudget(1 << 20), new Cancellation());
        NdArray y = (NdArray) Objects.requireNonNull(found.get("y"));
        assertEquals("[3, 4]", Arrays.toString(y.dims()));
        assertEquals(-x.real(7), y.real(7));
        assertThrows(InvalidInput.class, () -> trip.lowered(check.model()));
    }

    @Test
    void whatIsComputedBeforeAnythingRunsIsNoGraph() {
        check.graph().input("a", TensorType.of(DType.I64, Shape.of(2)));
        check.node("Add", "y", "a", "a");
        check.graph().output("y", TensorType.of(DType.I64, Shape.of(2)));
        check.node("ConstantOfShape", "z", "a");
        check.graph().output("z", TensorType.f32(3L, 4));
        Map<String, OnnxValue> inputs = Map.of("a", NdArray.ofWholes(ElementType.I64, new int[] {2}, 3, 4));
        Unavailable refused = assertThrows(
                Unavailable.class,
                () -> EngineRun.run(check.model(), inputs, new MemoryBudget(1 << 20), new Cancellation()));
        assertTrue(refused.getMessage().contains("nothing of it is left to compute"), refused.getMessage());
    }
}
