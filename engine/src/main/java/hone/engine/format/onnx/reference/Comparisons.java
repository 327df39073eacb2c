package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;
import java.util.List;
import java.util.Set;

/** What compares two tensors, and logic on truth values; the result is bool. */
final class Comparisons implements Operator {
    @Override
    public Set<String> names() {
        return Set.of("Equal", "Less", "Greater", "LessOrEqual", "GreaterOrEqual", "And", "Or", "Xor");
    }

    static int compare(ElementType type, long a, long b) {
        return type == ElementType.U64 ? Long.compareUnsigned(a, b) : Long.compare(a, b);
    }

    @Override
    public List<OnnxValue> run(Call call) {
        NdArray a = call.in(0);
        NdArray b = Pairwise.second(call);
        int[] dims = Dims.broadcast(a.dims(), b.dims());
        int[] left = Dims.offsets(a.dims(), dims);
        int[] right = Dims.offsets(b.dims(), dims);
        long[] out = new long[left.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = holds(call.operator(), a, left[i], b, right[i]) ? 1 : 0;
        }
        return List.of(NdArray.ofWholes(ElementType.BOOL, dims, out));
    }

    private static boolean holds(String operator, NdArray a, int i, NdArray b, int j) {
        switch (operator) {
            case "And" -> {
                return a.truth(i) && b.truth(j);
            }
            case "Or" -> {
                return a.truth(i) || b.truth(j);
            }
            case "Xor" -> {
                return a.truth(i) != b.truth(j);
            }
            default -> {}
        }
        if (a.type().isText()) {
            return a.text(i).equals(b.text(j));
        }
        if (a.type().isReal()) {
            double x = a.real(i);
            double y = b.real(j);
            return switch (operator) {
                case "Equal" -> x == y;
                case "Less" -> x < y;
                case "Greater" -> x > y;
                case "LessOrEqual" -> x <= y;
                default -> x >= y;
            };
        }
        int order = compare(a.type(), a.whole(i), b.whole(j));
        return switch (operator) {
            case "Equal" -> order == 0;
            case "Less" -> order < 0;
            case "Greater" -> order > 0;
            case "LessOrEqual" -> order <= 0;
            default -> order >= 0;
        };
    }
}
