package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Many elements to one, along some axes or all. The axes moved from an attribute to an input in version 13 for ReduceSum, in
 * 18 for the others.
 */
final class Reductions implements Operator {
    @Override
    public Set<String> names() {
        return Set.of(
                "ReduceSum",
                "ReduceMean",
                "ReduceMax",
                "ReduceMin",
                "ReduceProd",
                "ReduceL1",
                "ReduceL2",
                "ReduceLogSum",
                "ReduceLogSumExp",
                "ReduceSumSquare");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        NdArray x = call.in(0);
        boolean keep = call.flag("keepdims", true);
        Optional<long[]> axes = call.axes(1).filter(given -> given.length > 0);
        if (axes.isEmpty() && call.flag("noop_with_empty_axes", false)) {
            return List.of(each(call.operator(), x));
        }
        boolean[] reduced = new boolean[x.rank()];
        Arrays.fill(reduced, axes.isEmpty());
        for (long axis : axes.orElse(new long[0])) {
            if (x.rank() > 0) {
                reduced[Dims.axis(axis, x.rank())] = true;
            }
        }
        return List.of(reduce(call, x, reduced, keep));
    }

    /** With nothing to reduce, what the operator does to each element still happens. */
    private static NdArray each(String operator, NdArray x) {
        if (!x.type().isReal()) {
            long[] out = x.wholes();
            for (int i = 0; i < out.length; i++) {
                out[i] = switch (operator) {
                    case "ReduceL1", "ReduceL2" -> x.type() == ElementType.U64 ? out[i] : Math.abs(out[i]);
                    case "ReduceLogSum" -> (long) Math.log(x.real(i));
                    case "ReduceSumSquare" -> out[i] * out[i];
                    default -> out[i];
                };
            }
            return NdArray.ofWholes(x.type(), x.dims(), out);
        }
        return switch (operator) {
            case "ReduceL1", "ReduceL2" -> x.mapped(Math::abs);
            case "ReduceLogSum" -> x.mapped(Math::log);
            case "ReduceSumSquare" -> x.mapped(value -> value * value);
            default -> x;
        };
    }

    private static NdArray reduce(Call call, NdArray x, boolean[] reduced, boolean keep) {
        int[] strides = Dims.strides(x.dims());
        int[] keptDims = x.dims();
        int[] innerDims = x.dims();
        int rank = 0;
        for (int i = 0; i < reduced.length; i++) {
            keptDims[i] = reduced[i] ? 1 : keptDims[i];
            innerDims[i] = reduced[i] ? innerDims[i] : 1;
            rank += reduced[i] && !keep ? 0 : 1;
        }
        int[] starts = Dims.walk(keptDims, strides, 0);
        int[] inner = Dims.walk(innerDims, strides, 0);
        int[] sizes = new int[rank];
        int next = 0;
        for (int i = 0; i < reduced.length; i++) {
            if (keep || !reduced[i]) {
                sizes[next++] = keptDims[i];
            }
        }
        if (!x.type().isReal()) {
            long[] out = new long[starts.length];
            for (int i = 0; i < out.length; i++) {
                out[i] = wholes(call, x, starts[i], inner);
            }
            return NdArray.ofWholes(x.type(), sizes, out);
        }
        double[] out = new double[starts.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = reals(call, x, starts[i], inner);
        }
        return NdArray.ofReals(x.type(), sizes, out);
    }

    private static double reals(Call call, NdArray x, int start, int[] inner) {
        String operator = call.operator();
        double largest = Double.NEGATIVE_INFINITY;
        double least = Double.POSITIVE_INFINITY;
        double product = 1;
        double sum = 0;
        for (int offset : inner) {
            double value = x.real(start + offset);
            largest = Math.max(largest, value);
            least = Math.min(least, value);
            product *= value;
            sum += switch (operator) {
                case "ReduceL1" -> Math.abs(value);
                case "ReduceL2", "ReduceSumSquare" -> value * value;
                default -> value;
            };
        }
        return switch (operator) {
            case "ReduceMax" -> largest;
            case "ReduceMin" -> least;
            case "ReduceProd" -> product;
            case "ReduceMean" -> sum / inner.length;
            case "ReduceL2" -> Math.sqrt(sum);
            case "ReduceLogSum" -> Math.log(sum);
            case "ReduceLogSumExp" -> logSumExp(x, start, inner, largest);
            default -> sum;
        };
    }

    private static double logSumExp(NdArray x, int start, int[] inner, double largest) {
        double shift = Double.isInfinite(largest) ? 0 : largest;
        double sum = 0;
        for (int offset : inner) {
            sum += Math.exp(x.real(start + offset) - shift);
        }
        return shift + Math.log(sum);
    }

    private static long wholes(Call call, NdArray x, int start, int[] inner) {
        String operator = call.operator();
        ElementType type = x.type();
        if (operator.startsWith("ReduceLog") || operator.equals("ReduceL2")) {
            return (long) reals(call, x, start, inner);
        }
        boolean largest = operator.equals("ReduceMax");
        if (largest || operator.equals("ReduceMin")) {
            return extreme(x, start, inner, largest);
        }
        long result = operator.equals("ReduceProd") ? 1 : 0;
        for (int offset : inner) {
            long value = x.whole(start + offset);
            result = switch (operator) {
                case "ReduceProd" -> result * value;
                case "ReduceL1" -> result + (type == ElementType.U64 ? value : Math.abs(value));
                case "ReduceSumSquare" -> result + value * value;
                default -> result + value;
            };
        }
        if (!operator.equals("ReduceMean")) {
            return result;
        }
        if (inner.length == 0) {
            return 0;
        }
        return type == ElementType.U64 ? Long.divideUnsigned(result, inner.length) : result / inner.length;
    }

    private static long extreme(NdArray x, int start, int[] inner, boolean largest) {
        if (inner.length == 0) {
            boolean bool = x.type() == ElementType.BOOL;
            return bool
                    ? (largest ? 0 : 1)
                    : x.type() == ElementType.U64 && !largest
                            ? -1
                            : (long) (largest ? Rounding.least(x.type()) : Rounding.most(x.type()));
        }
        long result = x.whole(start + inner[0]);
        for (int offset : inner) {
            long value = x.whole(start + offset);
            if (Comparisons.compare(x.type(), value, result) > 0 == largest) {
                result = value;
            }
        }
        return result;
    }
}
