package hone.engine.format.onnx.lowering;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hone.engine.format.onnx.op.OnnxMappings;
import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Node;
import hone.engine.graph.Op;
import hone.engine.graph.Value;
import hone.engine.model.Model;
import hone.engine.op.conv.Extent;
import hone.engine.op.elementwise.Binary;
import hone.engine.op.elementwise.BinaryFunction;
import hone.engine.op.elementwise.Cast;
import hone.engine.op.elementwise.Unary;
import hone.engine.op.elementwise.UnaryFunction;
import hone.engine.op.elementwise.Where;
import hone.engine.op.normalization.LogSoftmax;
import hone.engine.op.quantization.Dequantize;
import hone.engine.op.quantization.DynamicQuantize;
import hone.engine.op.quantization.IntegerConv2d;
import hone.engine.op.quantization.IntegerMatMul;
import hone.engine.op.quantization.Quantize;
import hone.engine.op.reduce.Reduce;
import hone.engine.op.reduce.ReduceFunction;
import hone.engine.op.shape.Concat;
import hone.engine.op.shape.Expand;
import hone.engine.op.shape.Gather;
import hone.engine.op.shape.Pad;
import hone.engine.op.shape.PadMode;
import hone.engine.op.shape.Permute;
import hone.engine.op.shape.Slice;
import hone.engine.op.shape.Tile;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ops that come with other programs' models leave again as ONNX, and come back. */
class ForeignRoundTripTest {
    private final RoundTrip trip = new RoundTrip();
    private final GraphBuilder builder = new GraphBuilder();
    private final Value x = builder.input("x", TensorType.f32(Dim.symbol("batch", 4096), Dim.of(4), Dim.of(6)));
    private int outputs;

    @AfterEach
    void close() {
        trip.close();
    }

    private Value op(Op op, Value... inputs) {
        return builder.apply(op.kind() + outputs++, op, inputs);
    }

    private Value out(Op op, Value... inputs) {
        Value y = op(op, inputs);
        builder.output("out" + outputs, y);
        return y;
    }

    private Model back() {
        return trip.same(model(), 1e-5, Map.of("x", trip.uniform(11, 3, 4, 6)));
    }

    /** Real weights are 0.5, 0.625, 0.75, …, whole ones 0, 1, 2, … */
    private Model model() {
        Graph graph = builder.build();
        Map<String, Tensor> weights = new HashMap<>();
        for (Node.Weight weight : graph.weights()) {
            TensorType type = weight.type();
            Tensor tensor = trip.region().tensor(type.dtype(), type.maxShape());
            for (int i = 0; i < tensor.shape().elements(); i++) {
                switch (type.dtype()) {
                    case F32 -> tensor.setFloat(i, 0.5F + i / 8F);
                    case I32 -> tensor.segment().setAtIndex(ValueLayout.JAVA_INT, i, i % 4);
                    default -> tensor.segment().set(ValueLayout.JAVA_BYTE, i, (byte) (i % 7));
                }
            }
            weights.put(weight.name(), tensor);
        }
        return new Model("foreign", graph, weights);
    }

    private Value whole(String name, DType dtype, long... sizes) {
        return builder.weight(name, TensorType.of(dtype, Shape.of(sizes)));
    }

    @ParameterizedTest
    @EnumSource(value = UnaryFunction.class, mode = EnumSource.Mode.EXCLUDE, names = "SWISH")
    void functionsOfOneNumber(UnaryFunction function) {
        Value positive = op(new Unary(UnaryFunction.EXP), x);
        boolean parameters = Set.of(
                        "LEAKY_RELU", "ELU", "SELU", "CELU", "THRESHOLDED_RELU", "HARD_SIGMOID", "SHRINK", "CLIP")
                .contains(function.name());
        double alpha = parameters ? 0.25 : 0;
        boolean two = function == UnaryFunction.SELU
                || function == UnaryFunction.HARD_SIGMOID
                || function == UnaryFunction.SHRINK
                || function == UnaryFunction.CLIP;
        out(new Unary(function, alpha, two ? 0.75 : 0), function == UnaryFunction.LOG ? positive : x);
        out(new Unary(UnaryFunction.NEG), positive);
        back();
    }

    /** ONNX has had it for a short time only, so it leaves as what it is made of. */
    @Test
    void swishComesBackAsWhatItIsMadeOf() {
        out(new Unary(UnaryFunction.SWISH, 0.5, 0), x);
        Model model = model();
        Map<String, Tensor> inputs = Map.of("x", trip.uniform(11, 3, 4, 6));
        float[] before = trip.run(model, inputs).values().iterator().next();
        float[] after = trip.run(trip.back(model), inputs).values().iterator().next();
        assertArrayEquals(before, after, 1e-6F);
    }

    @ParameterizedTest
    @EnumSource(
            value = BinaryFunction.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"AND", "OR", "XOR", "MOD"})
    void functionsOfTwoNumbers(BinaryFunction function) {
        Value positive = op(new Unary(UnaryFunction.EXP), x);
        Value largest = op(new Reduce(ReduceFunction.MAX, List.of(1), true), positive);
        Value y = op(new Binary(function), positive, largest);
        out(new Cast(DType.F32), function.compares() ? y : op(new Cast(DType.I32), y));
        back();
    }

    @ParameterizedTest
    @EnumSource(ReduceFunction.class)
    void reductions(ReduceFunction function) {
        Value positive = op(new Unary(UnaryFunction.EXP), x);
        out(new Reduce(function, List.of(1), true), positive);
        out(new Reduce(function, List.of(1, 2), false), positive);
        out(new Reduce(function, List.of(), false), positive);
        back();
    }

    @Test
    void choicesAndMoves() {
        Value positive = op(new Binary(BinaryFunction.GREATER), x, op(new Unary(UnaryFunction.NEG), x));
        Value no = op(new Binary(BinaryFunction.EQUAL), positive, positive);
        Value both = op(new Binary(BinaryFunction.XOR), positive, no);
        out(new Where(), both, x, op(new Unary(UnaryFunction.ABS), x));
        out(new LogSoftmax(), x);
        out(new Permute(List.of(2, 1, 0)), x);
        out(new Concat(1), x, x, op(new Unary(UnaryFunction.NEG), x));
        out(new Slice(List.of(0L, 3L, -2L), List.of(1L, -2L, -1L), List.of(Slice.KEPT, 2L, 5L)), x);
        out(new Slice(List.of(0L, -4L, 1L), List.of(1L, 1L, 2L), List.of(Slice.KEPT, 4L, 3L)), x);
        for (PadMode mode : PadMode.values()) {
            out(new Pad(List.of(0L, 1L, 2L), List.of(0L, -2L, 3L), mode, 0.5), x);
        }
        out(new Tile(List.of(1L, 2L, 3L)), x);
        Value row = builder.weight("row", TensorType.f32(1L, 1, 6));
        out(new Expand(List.of(3L, 4L, 6L)), op(new Reduce(ReduceFunction.MAX, List.of(0), true), x));
        out(new Concat(1), x, op(new Expand(List.of(-1L, 2L, 6L)), row, x));
        out(new Gather(1), x, whole("which", DType.I32, 2, 2));
        Model model = model();
        Model back = trip.back(model);
        Map<String, Tensor> inputs = Map.of("x", trip.uniform(11, 3, 4, 6));
        Map<String, float[]> expected = trip.run(model, inputs);
        Map<String, float[]> actual = trip.run(back, inputs);
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach(
                (name, values) -> assertArrayEquals(values, actual.getOrDefault(name, new float[0]), 1e-6F, name));
    }

    @Test
    void eightBits() {
        Value scale = builder.weight("scale", TensorType.f32(4L));
        Value zero = whole("zero", DType.U8, 4);
        Value q = op(new Quantize(1), x, scale, zero);
        out(new Dequantize(1), q, scale, zero);
        Value sums =
                op(new IntegerMatMul(), q, whole("w", DType.I8, 6, 3), whole("a", DType.U8), whole("b", DType.I8, 3));
        out(new Cast(DType.F32), sums);
        Value image = op(new hone.engine.op.shape.Unflatten(List.of(-1L, 2L, 2L, 6L)), q);
        Extent one = Extent.square(1);
        IntegerConv2d conv = new IntegerConv2d(one, one, new Extent(0, 2), one, 2);
        out(
                new Cast(DType.F32),
                op(conv, image, whole("k", DType.I8, 4, 1, 2, 2), whole("c", DType.U8), whole("d", DType.I8)));
        List<Value> dynamic = builder.apply("dynamic", new DynamicQuantize(), List.of(x));
        out(new Dequantize(1), dynamic.get(0), dynamic.get(1), dynamic.get(2));
        back();
    }

    /** Every op that has a mapping to ONNX is brought back by some test: those here, and those of our own models. */
    @Test
    void noMappingIsForgotten() {
        Set<String> here = Set.of(
                "Unary",
                "Binary",
                "Where",
                "Cast",
                "Reduce",
                "LogSoftmax",
                "Permute",
                "Concat",
                "Slice",
                "Pad",
                "Expand",
                "Tile",
                "Gather",
                "Quantize",
                "Dequantize",
                "DynamicQuantize",
                "IntegerMatMul",
                "IntegerConv2d");
        Set<String> inModels = Set.of(
                "MatMul",
                "Linear",
                "Int8Linear",
                "Int4Linear",
                "F16Linear",
                "ZeroSkippingLinear",
                "Relu",
                "Add",
                "BatchNorm",
                "Conv2d",
                "MaxPool2d",
                "AveragePool2d",
                "GlobalAveragePool2d",
                "Flatten",
                "Unflatten",
                "SwapAxes",
                "Attention",
                "RotaryEmbedding",
                "PositionEmbedding",
                "Embedding",
                "Softmax",
                "LayerNorm",
                "RmsNorm",
                "Gelu",
                "Silu",
                "Tanh",
                "Sigmoid",
                "Mul");
        List<String> all = new ArrayList<>(here);
        all.addAll(inModels);
        assertEquals(
                OnnxMappings.ALL.stream()
                        .map(mapping -> mapping.op().getSimpleName())
                        .collect(Collectors.toSet()),
                Set.copyOf(all));
    }
}
