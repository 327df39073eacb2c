package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;

/** What a number becomes in a type: the nearest real, ties to even, and whole numbers modulo their width. */
final class Rounding {
    private static final double[] FP4 = {0, 0.5, 1, 1.5, 2, 3, 4, 6};

    private Rounding() {}

    static double real(ElementType type, double value) {
        return switch (type) {
            case F32 -> (float) value;
            case F16 -> Float.float16ToFloat(Float.floatToFloat16(oddFloat(value)));
            case BF16 -> brain((float) value);
            case F8E4M3FN -> small(value, 3, -6, 448, Small.NAN_ABOVE);
            case F8E4M3FNUZ -> small(value, 3, -7, 240, Small.NO_NEGATIVE_ZERO);
            case F8E5M2 -> small(value, 2, -14, 57344, Small.INFINITE_ABOVE);
            case F8E5M2FNUZ -> small(value, 2, -15, 57344, Small.NO_NEGATIVE_ZERO);
            case F4E2M1 -> Double.isNaN(value) ? 6 : small(value, 1, 0, 6, Small.SATURATES);
            case F8E8M0 -> powerOfTwo(value, "up", true);
            default -> value;
        };
    }

    /** Rounds to odd, so that rounding a second time, to half precision, is as good as rounding once. */
    private static float oddFloat(double value) {
        float near = (float) value;
        if (near == value || Float.isNaN(near) || Float.isInfinite(near) || (Float.floatToRawIntBits(near) & 1) == 1) {
            return near;
        }
        return near < value ? Math.nextUp(near) : Math.nextDown(near);
    }

    private static double brain(float value) {
        if (Float.isNaN(value)) {
            return Float.NaN;
        }
        int bits = Float.floatToRawIntBits(value);
        int rounded = bits + 0x7FFF + (bits >>> 16 & 1);
        return Float.intBitsToFloat(rounded & 0xFFFF0000);
    }

    private enum Small {
        NAN_ABOVE,
        INFINITE_ABOVE,
        NO_NEGATIVE_ZERO,
        SATURATES
    }

    /**
     * A power of two from 2^-127 to 2^127, as scales of microscaling formats are; there is no 0, no sign and no infinity.
     *
     * @param mode "up", "down" or "nearest", of which ties go up
     * @param saturate whether what lies outside becomes the end of the range, and not NaN
     */
    static double powerOfTwo(double value, String mode, boolean saturate) {
        double size = Math.abs(value);
        if (Double.isNaN(size)) {
            return size;
        }
        double most = Math.scalb(1.0, 127);
        double least = Math.scalb(1.0, -127);
        if (size < least || size > most) {
            return saturate ? Math.clamp(size, least, most) : Double.NaN;
        }
        double below = Math.scalb(1.0, Math.getExponent(size));
        boolean up = mode.equals("up") ? size > below : mode.equals("nearest") && size >= 1.5 * below;
        return up ? 2 * below : below;
    }

    /** Rounds to so many mantissa bits, with the least exponent of a normal number and the largest number. */
    private static double small(double value, int mantissaBits, int leastExponent, double most, Small kind) {
        if (Double.isNaN(value)) {
            return value;
        }
        if (Double.isInfinite(value)) {
            return kind == Small.SATURATES
                    ? Math.copySign(most, value)
                    : kind == Small.INFINITE_ABOVE ? value : Double.NaN;
        }
        int exponent = Math.max(leastExponent, Math.getExponent(value));
        double step = Math.scalb(1.0, exponent - mantissaBits);
        double rounded = Math.rint(value / step) * step;
        if (Math.abs(rounded) > most) {
            return switch (kind) {
                case SATURATES -> Math.copySign(most, value);
                case INFINITE_ABOVE -> Math.copySign(Double.POSITIVE_INFINITY, value);
                default -> Double.NaN;
            };
        }
        return kind == Small.NO_NEGATIVE_ZERO && rounded == 0 ? 0.0 : rounded;
    }

    static long whole(ElementType type, long value) {
        return switch (type) {
            case BOOL -> value != 0 ? 1 : 0;
            case I8 -> (byte) value;
            case U8 -> value & 0xFF;
            case I16 -> (short) value;
            case U16 -> value & 0xFFFF;
            case I32 -> (int) value;
            case U32 -> value & 0xFFFFFFFFL;
            case I4 -> (value << 60) >> 60;
            case U4 -> value & 0xF;
            case I2 -> (value << 62) >> 62;
            case U2 -> value & 3;
            default -> value;
        };
    }

    /** The whole part of a real, before it is wrapped to the type; what even 64 bits do not hold becomes the end of their range. */
    static long towardsZero(ElementType type, double value) {
        double half = Math.scalb(1.0, Long.SIZE - 1);
        return type == ElementType.U64 && value >= half ? (long) (value - half) ^ Long.MIN_VALUE : (long) value;
    }

    /** The least number of a whole type. */
    static double least(ElementType type) {
        return type.kind() == ElementType.Kind.SIGNED ? -Math.scalb(1.0, type.bits() - 1) : 0;
    }

    /** The largest number of a whole type. */
    static double most(ElementType type) {
        return type.kind() == ElementType.Kind.SIGNED
                ? Math.scalb(1.0, type.bits() - 1) - 1
                : Math.scalb(1.0, type.bits()) - 1;
    }

    /** The nearest whole number, ties to even, within what the type can hold. */
    static long saturated(ElementType type, double value) {
        double bounded = Math.clamp(Math.rint(value), least(type), most(type));
        return (long) bounded;
    }

    /** The real that the bits of a narrow type stand for. */
    static double decode(ElementType type, int bits) {
        return switch (type) {
            case F16 -> Float.float16ToFloat((short) bits);
            case BF16 -> Float.intBitsToFloat(bits << 16);
            case F8E4M3FN -> (bits & 0x7F) == 0x7F ? Double.NaN : parts(bits, 8, 3, 7);
            case F8E4M3FNUZ -> bits == 0x80 ? Double.NaN : parts(bits, 8, 3, 8);
            case F8E5M2 ->
                (bits & 0x7C) != 0x7C
                        ? parts(bits, 8, 2, 15)
                        : (bits & 3) != 0
                                ? Double.NaN
                                : (bits & 0x80) != 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            case F8E5M2FNUZ -> bits == 0x80 ? Double.NaN : parts(bits, 8, 2, 16);
            case F8E8M0 -> bits == 0xFF ? Double.NaN : Math.scalb(1.0, bits - 127);
            case F4E2M1 -> (bits & 8) != 0 ? -FP4[bits & 7] : FP4[bits & 7];
            default -> throw new IllegalArgumentException(type + " is not a narrow real");
        };
    }

    private static double parts(int bits, int width, int mantissaBits, int bias) {
        int mantissa = bits & ((1 << mantissaBits) - 1);
        int exponent = bits >>> mantissaBits & ((1 << (width - 1 - mantissaBits)) - 1);
        double size = exponent == 0
                ? Math.scalb((double) mantissa, 1 - bias - mantissaBits)
                : Math.scalb((double) (mantissa | 1 << mantissaBits), exponent - bias - mantissaBits);
        return (bits >>> (width - 1) & 1) != 0 ? -size : size;
    }
}
