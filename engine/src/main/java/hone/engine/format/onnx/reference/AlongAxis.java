package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Functions of whole rows along one axis: softmax and its like, where the largest is, running sums. Before version 13 softmax
 * looked at its input as a matrix: all dimensions from the axis on were one row.
 */
final class AlongAxis implements Operator {
    @Override
    public Set<String> names() {
        return Set.of("Softmax", "LogSoftmax", "Hardmax", "ArgMax", "ArgMin", "CumSum", "CumProd", "LpNormalization");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        NdArray x = call.in(0);
        return List.of(
                switch (call.operator()) {
                    case "Softmax", "LogSoftmax", "Hardmax" -> {
                        boolean matrix = call.opset() < 13;
                        int axis = x.rank() == 0 ? 0 : Dims.axis(call.whole("axis", matrix ? 1 : -1), x.rank());
                        yield rows(call, x, axis, matrix ? x.rank() : axis + 1);
                    }
                    case "ArgMax", "ArgMin" -> arg(call, x);
                    case "CumSum", "CumProd" -> running(call, x);
                    default -> {
                        int axis = Dims.axis(call.whole("axis", -1), x.rank());
                        yield rows(call, x, axis, axis + 1);
                    }
                });
    }

    private static NdArray rows(Call call, NdArray x, int from, int to) {
        int[] dims = x.dims();
        int outer = Dims.product(dims, 0, from);
        int length = x.rank() == 0 ? 1 : Dims.product(dims, from, to);
        int inner = x.rank() == 0 ? 1 : Dims.product(dims, to, dims.length);
        double[] out = x.reals();
        double[] row = new double[length];
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                int start = o * length * inner + i;
                for (int k = 0; k < length; k++) {
                    row[k] = out[start + k * inner];
                }
                row(call, x.type(), row);
                for (int k = 0; k < length; k++) {
                    out[start + k * inner] = row[k];
                }
            }
        }
        return NdArray.ofNumbers(x.type(), dims, out);
    }

    private static void row(Call call, ElementType type, double... row) {
        switch (call.operator()) {
            case "Softmax" -> softmax(type, row);
            case "LogSoftmax" -> logSoftmax(row);
            case "Hardmax" -> hardmax(row);
            default -> norm(call.whole("p", 2) == 1, row);
        }
    }

    /**
     * In place. A fully masked row, all of it -inf, is NaN, as the definition has it. In types narrower than 32 bits each step
     * of the definition is rounded to the type.
     */
    static void softmax(ElementType type, double... row) {
        double most = Arrays.stream(row).max().orElse(0);
        double sum = 0;
        for (int k = 0; k < row.length; k++) {
            double power = Math.exp(narrow(type, row[k] - most));
            row[k] = narrow(type, power);
            sum = type == ElementType.BF16 ? narrow(type, sum + row[k]) : sum + row[k];
        }
        double total = narrow(type, sum);
        for (int k = 0; k < row.length; k++) {
            row[k] /= total;
        }
    }

    private static double narrow(ElementType type, double value) {
        return type.bits() < Float.SIZE ? Rounding.real(type, value) : value;
    }

    private static void logSoftmax(double... row) {
        double most = Arrays.stream(row).max().orElse(0);
        double sum = 0;
        for (double value : row) {
            sum += Math.exp(value - most);
        }
        for (int k = 0; k < row.length; k++) {
            row[k] = row[k] - most - Math.log(sum);
        }
    }

    private static void hardmax(double... row) {
        int largest = 0;
        for (int k = 1; k < row.length; k++) {
            largest = row[k] > row[largest] ? k : largest;
        }
        for (int k = 0; k < row.length; k++) {
            row[k] = k == largest ? 1 : 0;
        }
    }

    private static void norm(boolean absolute, double... row) {
        double sum = 0;
        for (double value : row) {
            sum += absolute ? Math.abs(value) : value * value;
        }
        for (int k = 0; k < row.length; k++) {
            row[k] = sum == 0 ? 0 : row[k] / (absolute ? sum : Math.sqrt(sum));
        }
    }

    private static NdArray arg(Call call, NdArray x) {
        int axis = Dims.axis(call.whole("axis", 0), x.rank());
        boolean last = call.flag("select_last_index", false);
        boolean largest = call.operator().equals("ArgMax");
        int[] dims = x.dims();
        int length = dims[axis];
        int inner = Dims.product(dims, axis + 1, dims.length);
        int outer = Dims.product(dims, 0, axis);
        long[] out = new long[outer * inner];
        for (int i = 0; i < out.length; i++) {
            int start = i / inner * length * inner + i % inner;
            int best = 0;
            for (int k = 1; k < length; k++) {
                int order = Selection.compare(x, start + k * inner, start + best * inner);
                if (order == 0 ? last : order > 0 == largest) {
                    best = k;
                }
            }
            out[i] = best;
        }
        int[] sizes = call.flag("keepdims", true) ? Dims.replaced(dims, axis, 1) : Dims.without(dims, axis);
        return NdArray.ofWholes(ElementType.I64, sizes, out);
    }

    private static NdArray running(Call call, NdArray x) {
        int axis = Dims.axis(call.in(1).whole(0), x.rank());
        boolean exclusive = call.flag("exclusive", false);
        boolean reverse = call.flag("reverse", false);
        boolean product = call.operator().equals("CumProd");
        int[] dims = x.dims();
        int length = dims[axis];
        int inner = Dims.product(dims, axis + 1, dims.length);
        int outer = Dims.product(dims, 0, axis);
        if (!x.type().isReal()) {
            long[] out = x.wholes();
            for (int row = 0; row < outer * inner; row++) {
                int start = row / inner * length * inner + row % inner;
                long total = product ? 1 : 0;
                for (int k = 0; k < length; k++) {
                    int at = start + (reverse ? length - 1 - k : k) * inner;
                    long next = product ? total * out[at] : total + out[at];
                    out[at] = exclusive ? total : next;
                    total = next;
                }
            }
            return NdArray.ofWholes(x.type(), dims, out);
        }
        double[] out = x.reals();
        for (int row = 0; row < outer * inner; row++) {
            int start = row / inner * length * inner + row % inner;
            double total = product ? 1 : 0;
            for (int k = 0; k < length; k++) {
                int at = start + (reverse ? length - 1 - k : k) * inner;
                double next = product ? total * out[at] : total + out[at];
                out[at] = exclusive ? total : next;
                total = next;
            }
        }
        return NdArray.ofReals(x.type(), dims, out);
    }
}
