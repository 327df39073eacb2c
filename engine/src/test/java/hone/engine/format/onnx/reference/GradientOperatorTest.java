package hone.engine.format.onnx.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Unavailable;
import hone.engine.format.onnx.proto.AttributeProto;
import hone.engine.format.onnx.proto.ElementType;
import hone.engine.format.onnx.proto.GraphProto;
import hone.engine.format.onnx.proto.ModelProto;
import hone.engine.format.onnx.proto.NodeProto;
import hone.engine.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GradientOperatorTest {
    private static final Map<String, Long> OPSETS = Map.of("", 18L, "ai.onnx.preview.training", 1L);
    private static final double STEP = 1e-5;

    /** The node of a written case with names of its own. */
    private static NodeProto node(String written, String output, String... inputs) {
        WrittenCase line = WrittenCase.of(written + " | | f64: 0");
        return new NodeProto(
                output,
                "",
                line.node().operator(),
                List.of(inputs),
                List.of(output),
                line.node().attributes());
    }

    private static AttributeProto texts(String name, String... texts) {
        return new AttributeProto(name, "", 0, 0, "", null, null, new float[0], new long[0], List.of(texts));
    }

    private static NodeProto gradient(String y, String... xs) {
        AttributeProto target = new AttributeProto("y", "", 0, 0, y, null, null, new float[0], new long[0], List.of());
        List<String> outputs = new ArrayList<>();
        for (String x : xs) {
            outputs.add("d" + x);
        }
        return new NodeProto(
                "",
                "ai.onnx.preview.training",
                "Gradient",
                List.of(xs),
                outputs,
                Map.of("xs", texts("xs", xs), "y", target));
    }

    private static Map<String, OnnxValue> run(List<NodeProto> nodes, NodeProto node, Map<String, OnnxValue> values) {
        GraphProto graph = new GraphProto("", nodes, List.of(), List.of(), List.of());
        return new Evaluator(new ModelProto(8, "", graph, OPSETS, List.of()), new Cancellation()).run(node, values);
    }

    private static NdArray numbers(CounterRandom random, String sizes) {
        int[] dims = sizes.isEmpty()
                ? new int[0]
                : Arrays.stream(sizes.split("x")).mapToInt(Integer::parseInt).toArray();
        double[] numbers = new double[Dims.count(dims)];
        Arrays.setAll(numbers, _ -> random.uniform(0.4, 1.6));
        return NdArray.ofReals(ElementType.F64, dims, numbers);
    }

    /** Each operator on operands of these sizes, against differences; the cube of its result, so that each place counts else. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Neg@18 ; 3",
                "Abs@18 ; 3",
                "Exp@18 ; 2x2",
                "Log@18 ; 3",
                "Sqrt@18 ; 3",
                "Reciprocal@18 ; 3",
                "Sin@18 ; 3",
                "Cos@18 ; 3",
                "Tan@18 ; 1",
                "Sinh@18 ; 3",
                "Cosh@18 ; 3",
                "Tanh@18 ; 3",
                "Sigmoid@18 ; 3",
                "Softplus@18 ; 3",
                "Softsign@18 ; 3",
                "Relu@18 ; 3",
                "Erf@18 ; 3",
                "Identity@18 ; 3",
                "Add@18 ; 2x3 ; 3",
                "Sub@18 ; 3 ; 2x1",
                "Mul@18 ; 2x3 ; 2x1",
                "Div@18 ; 1x3 ; 2x1",
                "Pow@18 ; 2x3 ; 3",
                "Sum@18 ; 2 ; 1 ; 3x1",
                "Mean@18 ; 2 ; 1 ; 3x1",
                "MatMul@18 ; 2x3 ; 3x4",
                "MatMul@18 ; 2x2x3 ; 3x1",
                "Gemm@18 alpha=0.5 beta=2.0 ; 2x3 ; 3x2 ; 2",
                "Gemm@18 transA=1 transB=1 ; 3x2 ; 4x3 ; 1",
                "ReduceSum@18 ; 2x3",
                "ReduceSum@18 keepdims=0 axes=[1] ; 2x3",
                "ReduceMean@18 axes=[-2] ; 2x3",
                "Flatten@18 ; 2x3x1",
                "Transpose@18 perm=[1,2,0] ; 2x3x4",
                "Transpose@18 ; 2x3",
            })
    void agreesWithDifferences(String line) {
        String[] parts = line.split(" ; ");
        CounterRandom random = new CounterRandom(3, 1, 0);
        Map<String, OnnxValue> values = new HashMap<>();
        String[] names = new String[parts.length - 1];
        for (int i = 0; i < names.length; i++) {
            names[i] = "x" + i;
            values.put(names[i], numbers(random, parts[i + 1]));
        }
        List<NodeProto> nodes = List.of(
                node(parts[0], "f", names), node("Mul@18", "square", "f", "f"), node("Mul@18", "y", "square", "f"));
        Map<String, OnnxValue> gradients = run(nodes, gradient("y", names), values);
        for (String name : names) {
            NdArray x = (NdArray) Objects.requireNonNull(values.get(name));
            NdArray got = (NdArray) Objects.requireNonNull(gradients.get("d" + name));
            assertArrayEquals(x.dims(), got.dims());
            for (int i = 0; i < x.count(); i++) {
                double up = total(nodes, values, name, x, i, STEP);
                double down = total(nodes, values, name, x, i, -STEP);
                double due = (up - down) / (2 * STEP);
                assertEquals(due, got.real(i), 1e-5 * Math.max(1, Math.abs(due)), name + " " + i);
            }
        }
    }

    /** The sum of y's elements with one element of an operand moved. */
    private static double total(
            List<NodeProto> nodes, Map<String, OnnxValue> values, String name, NdArray x, int i, double by) {
        double[] moved = x.reals();
        moved[i] += by;
        Map<String, OnnxValue> all = new HashMap<>(values);
        all.put(name, NdArray.ofReals(ElementType.F64, x.dims(), moved));
        for (NodeProto node : nodes) {
            all.putAll(run(nodes, node, all));
        }
        return Arrays.stream(((NdArray) Objects.requireNonNull(all.get("y"))).reals())
                .sum();
    }

    @Test
    void whatYDoesNotDependOnHasNoGradient() {
        List<NodeProto> nodes = List.of(node("Exp@18", "y", "a"));
        NdArray two = WrittenValue.array("1 f32: 2");
        Map<String, OnnxValue> gradients = run(nodes, gradient("y", "a", "b"), Map.of("a", two, "b", two));
        assertEquals(0, ((NdArray) Objects.requireNonNull(gradients.get("db"))).real(0));
        assertEquals(
                1,
                ((NdArray) Objects.requireNonNull(
                                run(nodes, gradient("a", "a"), Map.of("a", two)).get("da")))
                        .real(0));
    }

    @Test
    void whatIsNotComputedIsSaid() {
        NdArray two = WrittenValue.array("1 f32: 2");
        InvalidInput missing = assertThrows(
                InvalidInput.class,
                () -> run(List.of(node("Add@18", "y", "a", "c")), gradient("y", "a"), Map.of("a", two)));
        assertTrue(missing.getMessage().contains("\"c\""), missing.getMessage());
        Unavailable rule = assertThrows(
                Unavailable.class, () -> run(List.of(node("Gelu@20", "y", "a")), gradient("y", "a"), Map.of("a", two)));
        assertTrue(rule.getMessage().contains("Gelu"), rule.getMessage());
    }
}
