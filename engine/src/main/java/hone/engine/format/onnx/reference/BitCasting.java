package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;
import java.util.List;
import java.util.Set;

/** BitCast: the same bits as a number of another type that is as wide. */
final class BitCasting implements Operator {
    @Override
    public Set<String> names() {
        return Set.of("BitCast");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        NdArray x = call.in(0);
        ElementType type = call.type("to", x.type());
        if (type.isText() || x.type().isText() || type.bits() != x.type().bits()) {
            throw call.wrong(x.type() + " and " + type + " are not numbers of the same width");
        }
        call.work(x.count(), x.type().isReal() && x.type().bits() <= 8 ? 500 : 1);
        double[] reals = new double[type.isReal() ? x.count() : 0];
        long[] wholes = new long[type.isReal() ? 0 : x.count()];
        for (int i = 0; i < x.count(); i++) {
            long bits = x.type().isReal() ? encoded(x.type(), x.real(i)) : x.whole(i);
            if (type.isReal()) {
                reals[i] = decoded(type, bits);
            } else {
                wholes[i] = bits;
            }
        }
        return List.of(
                type.isReal() ? NdArray.ofReals(type, x.dims(), reals) : NdArray.ofWholes(type, x.dims(), wholes));
    }

    private static double decoded(ElementType type, long bits) {
        return switch (type) {
            case F32 -> Float.intBitsToFloat((int) bits);
            case F64 -> Double.longBitsToDouble(bits);
            default -> Rounding.decode(type, (int) (bits & ((1L << type.bits()) - 1)));
        };
    }

    private static long encoded(ElementType type, double value) {
        return switch (type) {
            case F32 -> Float.floatToRawIntBits((float) value);
            case F64 -> Double.doubleToRawLongBits(value);
            case F16 -> Float.floatToFloat16((float) value);
            case BF16 -> Float.floatToRawIntBits((float) value) >>> 16;
            default -> search(type, value);
        };
    }

    /** Types of at most eight bits have so few numbers that the one with the same value is looked up. */
    private static long search(ElementType type, double value) {
        for (int bits = 0; bits < 1 << type.bits(); bits++) {
            if (Double.compare(Rounding.decode(type, bits), value) == 0) {
                return bits;
            }
        }
        throw new IllegalStateException(value + " is not a number of type " + type);
    }
}
