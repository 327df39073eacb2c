package hone.engine.kernel.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernels")
class VectorExpTest {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;

    /** A prime, so that every pattern of low bits occurs. */
    private static final int STRIDE = 1013;

    /** Every 1013th of all 2³² bit patterns: both signs, all exponents, NaN too. */
    @Test
    void itsErrorIsBelowTheBoundItStatesOverAllOfFloat32() {
        float[] x = new float[LANES.length()];
        float[] y = new float[LANES.length()];
        long checked = 0;
        for (long bits = 0; bits < 1L << 32; ) {
            for (int i = 0; i < x.length; i++, bits += STRIDE) {
                x[i] = Float.intBitsToFloat((int) bits);
            }
            VectorExp.exp(FloatVector.fromArray(LANES, x, 0)).intoArray(y, 0);
            for (int i = 0; i < x.length; i++) {
                check(x[i], y[i]);
                checked++;
            }
        }
        assertTrue(checked > 4_000_000, checked + " numbers");
    }

    /** All floats around the two ends, and around the places where n changes. */
    @Test
    void itsErrorIsBelowTheBoundWhereSomethingChanges() {
        for (int n = -127; n <= 128; n++) {
            float x = (float) ((n + 0.5) * Math.log(2));
            for (int step = -500; step <= 500; step++) {
                float near = x + step * Math.ulp(x);
                check(near, exp(near));
            }
        }
        for (float end : new float[] {-87.33654F, 88.72283F}) {
            for (int step = -500; step <= 500; step++) {
                float near = end + step * Math.ulp(end);
                check(near, exp(near));
            }
        }
    }

    private static void check(float x, float y) {
        double exact = StrictMath.exp(x);
        boolean right;
        if (Float.isNaN(x)) {
            right = Float.isNaN(y);
        } else if (exact < Float.MIN_NORMAL) {
            // No normal number: 0, or at the border the smallest normal number
            right = y == 0 || Math.abs(y - exact) <= VectorExp.RELATIVE_ERROR * exact;
        } else if ((float) exact == Float.POSITIVE_INFINITY) {
            right = y == Float.POSITIVE_INFINITY;
        } else {
            right = Math.abs(y - exact) <= VectorExp.RELATIVE_ERROR * exact;
        }
        assertTrue(right, () -> "exp(" + x + ") = " + exact + " and not " + y);
    }

    @Test
    void theEndsOfItsRange() {
        assertEquals(1F, exp(0F));
        assertEquals(1F, exp(-0F));
        assertEquals(0F, exp(-87.34F));
        assertEquals(0F, exp(-104F));
        assertEquals(0F, exp(-Float.MAX_VALUE));
        assertEquals(0F, exp(Float.NEGATIVE_INFINITY));
        assertTrue(Float.isNaN(exp(Float.NaN)));
        assertTrue(exp(-87.3F) > 0);
        assertTrue(exp(88.72283F) < Float.POSITIVE_INFINITY);
        assertEquals(Float.POSITIVE_INFINITY, exp(88.73F));
        assertEquals(Float.POSITIVE_INFINITY, exp(Float.MAX_VALUE));
        assertEquals(Float.POSITIVE_INFINITY, exp(Float.POSITIVE_INFINITY));
    }

    private static float exp(float x) {
        return VectorExp.exp(FloatVector.broadcast(LANES, x)).lane(LANES.length() - 1);
    }
}
