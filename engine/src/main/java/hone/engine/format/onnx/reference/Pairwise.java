package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

/**
 * Arithmetic on two tensors that broadcasting lays over one another. Before version 7 the second was laid over the first
 * only where the attribute {@code broadcast} said so, from the dimension that {@code axis} named.
 */
final class Pairwise implements Operator {
    @Override
    public Set<String> names() {
        return Set.of(
                "Add", "Sub", "Mul", "Div", "Pow", "Mod", "PRelu", "BitwiseAnd", "BitwiseOr", "BitwiseXor", "BitShift");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        NdArray a = call.in(0);
        NdArray b = second(call);
        if (call.operator().equals("PRelu")) {
            b = slopes(call, a, b);
        }
        boolean real =
                a.type().isReal() || (call.operator().equals("Pow") && b.type().isReal());
        return List.of(real ? reals(call, a, b) : wholes(call, a, b));
    }

    /** The second operand in a shape that broadcasting lays where the model's version wants it. */
    static NdArray second(Call call) {
        NdArray a = call.in(0);
        NdArray b = call.in(1);
        if (call.opset() >= 7 || !call.flag("broadcast", false) || !call.hasAttribute("axis")) {
            return b;
        }
        int axis = Dims.axis(call.whole("axis", 0), a.rank());
        int[] sizes = new int[a.rank()];
        Arrays.fill(sizes, 1);
        if (axis + b.rank() > a.rank()) {
            throw call.wrong(b + " does not lie within " + a + " from axis " + axis + " on");
        }
        for (int i = 0; i < b.rank(); i++) {
            sizes[axis + i] = b.dim(i);
        }
        return b.reshaped(sizes);
    }

    /** Before version 7 there was a slope for each channel, the second dimension; converted models may still have that. */
    private static NdArray slopes(Call call, NdArray x, NdArray slope) {
        boolean channels = slope.rank() == 1 && x.rank() > 1 && slope.dim(0) == x.dim(1);
        boolean broadcasts =
                slope.rank() == 1 && x.rank() > 0 && (slope.dim(0) == 1 || slope.dim(0) == x.dim(x.rank() - 1));
        if (channels && (call.opset() < 7 || (call.opset() < 9 && !broadcasts))) {
            int[] sizes = new int[x.rank() - 1];
            Arrays.fill(sizes, 1);
            sizes[0] = slope.dim(0);
            return slope.reshaped(sizes);
        }
        return slope;
    }

    private static NdArray reals(Call call, NdArray a, NdArray b) {
        DoubleBinaryOperator function = switch (call.operator()) {
            case "Add" -> Double::sum;
            case "Sub" -> (x, y) -> x - y;
            case "Mul" -> (x, y) -> x * y;
            case "Div" -> (x, y) -> x / y;
            case "Pow" -> Math::pow;
            case "PRelu" -> (x, slope) -> x < 0 ? x * slope : x;
            case "Mod" -> call.flag("fmod", false) ? (x, y) -> x % y : Pairwise::floorMod;
            default -> throw call.wrong("it is not defined for " + a.type());
        };
        int[] dims = Dims.broadcast(a.dims(), b.dims());
        int[] left = Dims.offsets(a.dims(), dims);
        int[] right = Dims.offsets(b.dims(), dims);
        double[] out = new double[left.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = function.applyAsDouble(a.real(left[i]), b.real(right[i]));
        }
        return NdArray.ofNumbers(a.type(), dims, out);
    }

    private static NdArray wholes(Call call, NdArray a, NdArray b) {
        boolean unsigned = a.type().kind() == ElementType.Kind.UNSIGNED;
        LongBinaryOperator function = switch (call.operator()) {
            case "Add" -> Long::sum;
            case "Sub" -> (x, y) -> x - y;
            case "Mul" -> (x, y) -> x * y;
            case "Div" -> unsigned ? Long::divideUnsigned : (x, y) -> x / y;
            case "Mod" ->
                unsigned ? Long::remainderUnsigned : call.flag("fmod", false) ? (x, y) -> x % y : Math::floorMod;
            case "Pow" -> Pairwise::power;
            case "PRelu" -> (x, slope) -> x < 0 && !unsigned ? x * slope : x;
            case "BitwiseAnd" -> (x, y) -> x & y;
            case "BitwiseOr" -> (x, y) -> x | y;
            case "BitwiseXor" -> (x, y) -> x ^ y;
            case "BitShift" -> shift(call, a.type());
            default -> throw call.wrong("it is not defined for " + a.type());
        };
        int[] dims = Dims.broadcast(a.dims(), b.dims());
        int[] left = Dims.offsets(a.dims(), dims);
        int[] right = Dims.offsets(b.dims(), dims);
        long[] out = new long[left.length];
        boolean divides = call.operator().equals("Div") || call.operator().equals("Mod");
        for (int i = 0; i < out.length; i++) {
            if (divides && b.whole(right[i]) == 0) {
                throw call.wrong("it divides a whole number by 0");
            }
            out[i] = function.applyAsLong(a.whole(left[i]), b.whole(right[i]));
        }
        return NdArray.ofWholes(a.type(), dims, out);
    }

    /** Whatever is shifted beyond the type's width leaves only copies of the sign bit, or nothing. */
    private static LongBinaryOperator shift(Call call, ElementType type) {
        String direction = call.text("direction", "");
        int bits = type.bits();
        boolean signed = type.kind() == ElementType.Kind.SIGNED;
        return switch (direction) {
            case "LEFT" -> (x, y) -> y < 0 || y >= bits ? 0 : x << y;
            case "RIGHT" ->
                signed
                        ? (x, y) -> x >> (y < 0 || y >= bits ? Long.SIZE - 1 : y)
                        : (x, y) -> y < 0 || y >= bits ? 0 : x >>> y;
            default -> throw call.wrong("its direction is \"" + direction + "\", not LEFT or RIGHT");
        };
    }

    /** The rest of a division that is rounded down; it has the divisor's sign, as 0 too. */
    private static double floorMod(double x, double y) {
        double rest = x % y;
        return rest == 0 ? Math.copySign(rest, y) : rest < 0 != y < 0 ? rest + y : rest;
    }

    /** To a whole power modulo 2^64; of a negative one only 1 and -1 leave anything. */
    private static long power(long base, long exponent) {
        if (exponent < 0) {
            return base == 1 || (base == -1 && exponent % 2 == 0) ? 1 : base == -1 ? -1 : 0;
        }
        long result = 1;
        long square = base;
        for (long rest = exponent; rest != 0; rest >>>= 1) {
            if ((rest & 1) != 0) {
                result *= square;
            }
            square *= square;
        }
        return result;
    }
}
