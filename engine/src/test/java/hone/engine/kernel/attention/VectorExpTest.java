package hone.engine.kernel.attention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernels")
class VectorExpTest {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final long SEED = 5;

    @Test
    void itsErrorIsBelowTheBoundItStates() {
        Random random = new Random(SEED);
        float[] x = new float[LANES.length()];
        float[] y = new float[LANES.length()];
        for (int round = 0; round < 200_000; round++) {
            double range = round % 2 == 0 ? 87.33 : 1;
            for (int i = 0; i < x.length; i++) {
                x[i] = (float) (-range * random.nextDouble() + (round % 4 == 0 ? 87 : 0));
            }
            VectorExp.exp(FloatVector.fromArray(LANES, x, 0)).intoArray(y, 0);
            for (int i = 0; i < x.length; i++) {
                double exact = Math.exp(x[i]);
                assertTrue(
                        Math.abs(y[i] - exact) <= VectorExp.RELATIVE_ERROR * exact,
                        () -> "seed " + SEED + ": " + java.util.Arrays.toString(x));
            }
        }
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
    }

    private static float exp(float x) {
        return VectorExp.exp(FloatVector.broadcast(LANES, x)).lane(LANES.length() - 1);
    }
}
