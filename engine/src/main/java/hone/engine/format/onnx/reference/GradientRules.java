package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

/** How a gradient goes back through a node: from its output to one of its inputs. */
final class GradientRules {
    private static final double ELEMENT_STEPS = 50;

    /** The slope at x, where the output is y. */
    private static final Map<String, DoubleBinaryOperator> SLOPES = slopes();

    private GradientRules() {}

    private static Map<String, DoubleBinaryOperator> slopes() {
        Map<String, DoubleBinaryOperator> slopes = new HashMap<>();
        slopes.put("Neg", (_, _) -> -1);
        slopes.put("Abs", (x, _) -> Math.signum(x));
        slopes.put("Exp", (_, y) -> y);
        slopes.put("Log", (x, _) -> 1 / x);
        slopes.put("Sqrt", (_, y) -> 0.5 / y);
        slopes.put("Reciprocal", (_, y) -> -y * y);
        slopes.put("Sin", (x, _) -> Math.cos(x));
        slopes.put("Cos", (x, _) -> -Math.sin(x));
        slopes.put("Tan", (_, y) -> 1 + y * y);
        slopes.put("Sinh", (x, _) -> Math.cosh(x));
        slopes.put("Cosh", (x, _) -> Math.sinh(x));
        slopes.put("Tanh", (_, y) -> 1 - y * y);
        slopes.put("Sigmoid", (_, y) -> y * (1 - y));
        slopes.put("Softplus", (x, _) -> UnaryMath.sigmoid(x));
        slopes.put("Softsign", (x, _) -> 1 / ((1 + Math.abs(x)) * (1 + Math.abs(x))));
        slopes.put("Relu", (x, _) -> x > 0 ? 1 : 0);
        slopes.put("Erf", (x, _) -> 2 / Math.sqrt(Math.PI) * Math.exp(-x * x));
        return Map.copyOf(slopes);
    }

    /** The slope of a product, a quotient and the like in one of its operands. */
    private interface Partial {
        double at(double a, double b, double y);
    }

    /**
     * The gradient of one input.
     *
     * @param node as it was computed
     * @param y its first output
     * @param gradient of y
     */
    static NdArray of(Call node, int input, NdArray y, NdArray gradient) {
        NdArray x = node.in(input);
        if (!x.type().isReal()) {
            throw node.unavailable("whole numbers have no gradient");
        }
        node.work(gradient.count() + (double) x.count(), ELEMENT_STEPS);
        DoubleBinaryOperator slope = SLOPES.get(node.operator());
        if (slope != null) {
            double[] out = gradient.reals();
            Arrays.setAll(out, i -> gradient.real(i) * slope.applyAsDouble(x.real(i), y.real(i)));
            return NdArray.ofReals(x.type(), x.dims(), out);
        }
        boolean first = input == 0;
        return switch (node.operator()) {
            case "Identity", "Reshape", "Flatten", "Squeeze", "Unsqueeze" -> gradient.reshaped(x.dims());
            case "Add", "Sum", "Expand" -> summed(gradient, x);
            case "Mean" -> summed(gradient.mapped(g -> g / node.inputs()), x);
            case "Sub" -> summed(first ? gradient : gradient.mapped(g -> -g), x);
            case "Mul" -> partial(node, x, y, gradient, first ? (_, b, _) -> b : (a, _, _) -> a);
            case "Div" -> partial(node, x, y, gradient, first ? (_, b, _) -> 1 / b : (_, b, q) -> -q / b);
            case "Pow" ->
                partial(
                        node,
                        x,
                        y,
                        gradient,
                        first ? (a, b, _) -> b * Math.pow(a, b - 1) : (a, _, power) -> power * Math.log(a));
            case "MatMul" -> product(node, x, gradient, first);
            case "Gemm" -> gemm(node, input, gradient);
            case "ReduceSum" -> spread(node, x, gradient);
            case "ReduceMean" -> {
                double share = (double) gradient.count() / Math.max(1, x.count());
                yield spread(node, x, gradient.mapped(g -> g * share));
            }
            case "Transpose" -> transposed(node, gradient);
            default -> throw node.unavailable("its gradient is not computed");
        };
    }

    private static NdArray partial(Call node, NdArray x, NdArray y, NdArray gradient, Partial partial) {
        NdArray a = node.in(0).spread(y.dims());
        NdArray b = Pairwise.second(node).spread(y.dims());
        double[] out = gradient.reals();
        Arrays.setAll(out, i -> gradient.real(i) * partial.at(a.real(i), b.real(i), y.real(i)));
        return summed(NdArray.ofReals(gradient.type(), gradient.dims(), out), x);
    }

    /** Summed over what broadcasting spread, in the sizes of x. */
    private static NdArray summed(NdArray gradient, NdArray x) {
        if (Arrays.equals(gradient.dims(), x.dims())) {
            return gradient;
        }
        int[] offsets = Dims.offsets(x.dims(), gradient.dims());
        double[] out = new double[x.count()];
        for (int i = 0; i < offsets.length; i++) {
            out[offsets[i]] += gradient.real(i);
        }
        return NdArray.ofReals(x.type(), x.dims(), out);
    }

    private static NdArray flipped(Call node, NdArray x) {
        if (x.rank() < 2) {
            throw node.unavailable("the gradient of a product with a vector is not computed");
        }
        int[] order = new int[x.rank()];
        Arrays.setAll(order, i -> i);
        order[x.rank() - 2] = x.rank() - 1;
        order[x.rank() - 1] = x.rank() - 2;
        return x.transposed(order);
    }

    private static NdArray product(Call node, NdArray x, NdArray gradient, boolean first) {
        NdArray a = flipped(node, node.in(0));
        NdArray b = flipped(node, node.in(1));
        return summed(
                first ? Products.product(node, gradient, b, x.type()) : Products.product(node, a, gradient, x.type()),
                x);
    }

    /** {@code alpha · A' · B' + beta · C}, where A' and B' may be A and B with their dimensions exchanged. */
    private static NdArray gemm(Call node, int input, NdArray gradient) {
        double factor = node.real(input == 2 ? "beta" : "alpha", 1);
        NdArray scaled = gradient.mapped(g -> g * factor);
        if (input == 2) {
            return summed(scaled, node.in(2));
        }
        boolean first = input == 0;
        ElementType type = gradient.type();
        NdArray other = node.in(1 - input);
        NdArray transposed = node.flag(first ? "transB" : "transA", false) ? other : other.transposed(1, 0);
        NdArray result = first
                ? Products.product(node, scaled, transposed, type)
                : Products.product(node, transposed, scaled, type);
        return node.flag(first ? "transA" : "transB", false) ? result.transposed(1, 0) : result;
    }

    /** Back over the dimensions that were reduced. */
    private static NdArray spread(Call node, NdArray x, NdArray gradient) {
        int[] kept = x.dims();
        long[] axes = node.axes(1).orElse(new long[0]);
        if (axes.length == 0 && node.flag("noop_with_empty_axes", false)) {
            return gradient;
        }
        for (int i = 0; i < kept.length; i++) {
            int at = i;
            boolean reduced = axes.length == 0 || Arrays.stream(axes).anyMatch(axis -> Dims.axis(axis, x.rank()) == at);
            kept[i] = reduced ? 1 : kept[i];
        }
        return gradient.reshaped(kept).spread(x.dims());
    }

    private static NdArray transposed(Call node, NdArray gradient) {
        int rank = gradient.rank();
        int[] order = new int[rank];
        Arrays.setAll(order, i -> rank - 1 - i);
        int[] given = node.wholes("perm").map(Dims::of).orElse(order);
        int[] back = new int[rank];
        for (int i = 0; i < rank; i++) {
            back[given[i]] = i;
        }
        return gradient.transposed(back);
    }
}
