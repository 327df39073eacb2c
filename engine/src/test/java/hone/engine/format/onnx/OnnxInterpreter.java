package hone.engine.format.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Computes an ONNX file in double precision from the operators' definitions: only those that tests need. */
final class OnnxInterpreter {
    /** Numbers of any element type, row-major. */
    record Array(long[] sizes, double[] values) {
        int columns() {
            return sizes.length == 0 ? 1 : (int) sizes[sizes.length - 1];
        }

        int rows() {
            return columns() == 0 ? 0 : values.length / columns();
        }
    }

    private final ReadMessage graph;

    OnnxInterpreter(byte[] file) {
        graph = new ReadMessage(file).message(7);
    }

    /** All values by name, given the inputs. */
    Map<String, Array> run(Map<String, Array> inputs) {
        Map<String, Array> values = new HashMap<>(inputs);
        for (ReadMessage constant : graph.messages(5)) {
            values.put(constant.text(8), constant(constant));
        }
        for (ReadMessage node : graph.messages(1)) {
            List<Array> operands = node.texts(1).stream().map(values::get).toList();
            values.put(node.texts(2).getFirst(), compute(node, operands));
        }
        return values;
    }

    static Array constant(ReadMessage tensor) {
        long[] sizes = tensor.numbers(1).stream().mapToLong(Long::longValue).toArray();
        ByteBuffer raw = ByteBuffer.wrap(tensor.bytes(9)).order(ByteOrder.LITTLE_ENDIAN);
        double[] values = new double[(int) Arrays.stream(sizes).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch ((int) tensor.number(2)) {
                case 1 -> raw.getFloat();
                case 2 -> raw.get() & 0xFF;
                case 3 -> raw.get();
                case 6 -> raw.getInt();
                case 7 -> raw.getLong();
                case 10 -> Float.float16ToFloat(raw.getShort());
                default -> throw new AssertionError("element type " + tensor.number(2));
            };
        }
        if (raw.hasRemaining()) {
            throw new AssertionError(tensor.text(8) + " has " + raw.remaining() + " bytes too many");
        }
        return new Array(sizes, values);
    }

    static List<Long> attributes(ReadMessage node, String name) {
        return node.messages(5).stream()
                .filter(attribute -> attribute.text(1).equals(name))
                .map(attribute -> attribute.numbers(8))
                .findFirst()
                .orElse(List.of());
    }

    private static ReadMessage attribute(ReadMessage node, String name) {
        return node.messages(5).stream()
                .filter(attribute -> attribute.text(1).equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(node.text(3) + " lacks " + name));
    }

    static long attribute(ReadMessage node, String name, long otherwise) {
        return node.messages(5).stream()
                .filter(attribute -> attribute.text(1).equals(name))
                .mapToLong(attribute -> attribute.number(3))
                .findFirst()
                .orElse(otherwise);
    }

    private static Array compute(ReadMessage node, List<Array> in) {
        Array first = in.getFirst();
        return switch (node.text(4)) {
            case "Identity" -> first;
            case "Add" -> ElementOperators.combine(first, in.get(1), Double::sum);
            case "Mul" -> ElementOperators.combine(first, in.get(1), (a, b) -> a * b);
            case "Div" -> ElementOperators.combine(first, in.get(1), (a, b) -> a / b);
            case "Pow" -> ElementOperators.combine(first, in.get(1), Math::pow);
            case "Relu" -> ElementOperators.map(first, value -> Math.max(0, value));
            case "Sqrt" -> ElementOperators.map(first, Math::sqrt);
            case "Tanh" -> ElementOperators.map(first, Math::tanh);
            case "Sigmoid" -> ElementOperators.map(first, value -> 1 / (1 + Math.exp(-value)));
            case "Gelu" -> {
                String form = attribute(node, "approximate").text(4);
                require(form.equals("tanh") || form.equals("none"), node);
                yield ElementOperators.map(
                        first, form.equals("tanh") ? ElementOperators::geluByTanh : ElementOperators::geluByErf);
            }
            case "ReduceMean" -> {
                require(in.get(1).values()[0] == -1 && attribute(node, "keepdims", 1) == 1, node);
                yield ElementOperators.rowMeans(first);
            }
            case "LayerNormalization" -> {
                require(attribute(node, "axis", -1) == -1, node);
                float epsilon = attribute(node, "epsilon").real(2);
                yield ElementOperators.layerNormalization(first, in.get(1), in.get(2), epsilon);
            }
            case "Transpose" -> {
                List<Long> permutation = attributes(node, "perm");
                yield permutation.isEmpty() ? transpose(first) : TransformerOperators.transpose(first, permutation);
            }
            case "MatMul" ->
                in.get(1).sizes().length > 2
                        ? TransformerOperators.product(first, in.get(1))
                        : product(first, in.get(1));
            case "Gemm" -> {
                Array a = attribute(node, "transA", 0) == 1 ? transpose(first) : first;
                Array b = attribute(node, "transB", 0) == 1 ? transpose(in.get(1)) : in.get(1);
                yield in.size() > 2 ? ElementOperators.combine(product(a, b), in.get(2), Double::sum) : product(a, b);
            }
            case "QuantizeLinear" -> {
                double scale = in.get(1).values()[0];
                double zero = in.get(2).values()[0]; // of UINT8
                yield ElementOperators.map(first, value -> Math.clamp(Math.rint(value / scale) + zero, 0, 255));
            }
            case "DequantizeLinear" ->
                dequantize(first, in.get(1).values(), in.get(2).values());
            case "Cast" -> first; // to a wider type
            case "Conv" -> new WindowOperators(node, first).convolution(in);
            case "MaxPool" -> new WindowOperators(node, first).maximum();
            case "AveragePool" -> new WindowOperators(node, first).mean();
            case "GlobalAveragePool" -> globalMean(first);
            case "Flatten" ->
                new Array(new long[] {first.sizes()[0], first.values().length / first.sizes()[0]}, first.values());
            case "Reshape" -> TransformerOperators.reshape(first, in.get(1));
            case "Softmax" -> {
                require(attribute(node, "axis", -1) == -1, node);
                yield TransformerOperators.softmax(first);
            }
            case "Gather" -> TransformerOperators.gather(first, in.get(1), (int) attribute(node, "axis", 0));
            default -> throw new AssertionError("operator " + node.text(4));
        };
    }

    /** Only what files of ours say is known here. */
    private static void require(boolean condition, ReadMessage node) {
        if (!condition) {
            throw new AssertionError(node.text(4) + " in a form that is not known here: " + node.text(3));
        }
    }

    private static Array globalMean(Array x) {
        int pixels = (int) (x.sizes()[2] * x.sizes()[3]);
        double[] means = new double[x.values().length / pixels];
        for (int i = 0; i < x.values().length; i++) {
            means[i / pixels] += x.values()[i] / pixels;
        }
        return new Array(new long[] {x.sizes()[0], x.sizes()[1], 1, 1}, means);
    }

    /** One scale and zero for all, or one for each index of the first dimension. */
    private static Array dequantize(Array q, double[] scales, double[] zeros) {
        double[] values = q.values().clone();
        int each = Math.max(1, values.length / scales.length);
        for (int i = 0; i < values.length; i++) {
            values[i] = (values[i] - zeros[i / each]) * scales[i / each];
        }
        return new Array(q.sizes(), values);
    }

    private static Array transpose(Array a) {
        double[] turned = new double[a.values().length];
        for (int i = 0; i < a.rows(); i++) {
            for (int j = 0; j < a.columns(); j++) {
                turned[j * a.rows() + i] = a.values()[i * a.columns() + j];
            }
        }
        return new Array(new long[] {a.sizes()[1], a.sizes()[0]}, turned);
    }

    /** Leading dimensions of the first are one list of rows. */
    private static Array product(Array a, Array b) {
        int k = a.columns();
        int n = b.columns();
        double[] c = new double[a.rows() * n];
        for (int i = 0; i < a.rows(); i++) {
            for (int j = 0; j < n; j++) {
                for (int p = 0; p < k; p++) {
                    c[i * n + j] += a.values()[i * k + p] * b.values()[p * n + j];
                }
            }
        }
        long[] sizes = a.sizes().clone();
        sizes[sizes.length - 1] = n;
        return new Array(sizes, c);
    }
}
