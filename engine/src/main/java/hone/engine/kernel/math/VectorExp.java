package hone.engine.kernel.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The exponential of every lane: e^x = 2ⁿ · e^r with n = round(x /
 * ln 2), so |r| ≤ ln 2 / 2. The product n · ln 2 is subtracted in two parts, the first of so few bits that it is exact
 * (Cody and Waite, "Software Manual for the Elementary Functions", 1980). For e^r there is a polynomial of degree 6,
 * found by Remez' exchange for the least relative error, 2^−28; with the rounding of float32 the relative error is below
 * {@link #RELATIVE_ERROR}, which a test holds.
 *
 * <p>Below −87.3, where float32 has no normal numbers, it gives 0, and above 88.72, where it has no numbers at all,
 * infinity. NaN stays NaN.
 */
public final class VectorExp {
    /** The largest relative error. */
    public static final double RELATIVE_ERROR = 0x1p-23;

    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final float LOWEST = -87.33654F;

    /** The largest number whose exponential is finite. */
    private static final float HIGHEST = 88.72283F;

    private static final float INVERSE_LN2 = 1.442695F;

    /** ln 2 to 9 bits and the rest of it: with n up to 7 bits the first product is exact. */
    private static final float LN2_HIGH = 0x1.63p-1F;

    private static final float LN2_LOW = -2.1219444e-4F;

    /**
     * Adding 1.5 · 2²³ rounds to an integer, which then stands in the lowest bits. Shifted to where the format has its
     * exponent, it is added to that of e^r: with n = 128 a factor 2ⁿ would be no float32 any more, while the product is.
     */
    private static final float ROUNDER = 0x1.8p23F;

    private static final int EXPONENT_AT = 23;
    private static final float C2 = 0.49999994F;
    private static final float C3 = 0.16666521F;
    private static final float C4 = 0.04166839F;
    private static final float C5 = 0.008368717F;
    private static final float C6 = 0.0013814599F;

    private VectorExp() {}

    /** Small, so that the compiler puts it into every loop: a vector that crosses a real call becomes an object. */
    public static FloatVector exp(FloatVector x) {
        FloatVector rounded = x.fma(broadcast(INVERSE_LN2), broadcast(ROUNDER));
        FloatVector n = rounded.sub(ROUNDER);
        FloatVector r = n.fma(broadcast(-LN2_LOW), n.fma(broadcast(-LN2_HIGH), x));
        FloatVector p = broadcast(C6).fma(r, broadcast(C5));
        p = p.fma(r, broadcast(C4)).fma(r, broadcast(C3)).fma(r, broadcast(C2));
        p = p.fma(r, broadcast(1)).fma(r, broadcast(1));
        FloatVector scaled = rounded.reinterpretAsInts()
                .lanewise(VectorOperators.LSHL, EXPONENT_AT)
                .add(p.reinterpretAsInts())
                .reinterpretAsFloats();
        // Above the highest number this is infinity, and NaN, which is not below it either, stays NaN.
        return x.mul(Float.POSITIVE_INFINITY)
                .blend(scaled, x.compare(VectorOperators.LE, HIGHEST))
                .blend(0, x.lt(LOWEST));
    }

    private static FloatVector broadcast(float value) {
        return FloatVector.broadcast(LANES, value);
    }
}
