package hone.engine.kernel.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums across the lanes of a vector, in an order that is fixed: lanes a step apart, the step doubling. The Vector API's
 * own reduction adds in another order once it is compiled, so that a result would change its last bit while a program
 * warms up.
 */
public final class LaneSums {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final VectorShuffle<Float> STEP1 = VectorShuffle.fromOp(LANES, lane -> lane ^ 1);
    private static final VectorShuffle<Float> STEP2 = VectorShuffle.fromOp(LANES, lane -> lane ^ 2);
    private static final VectorShuffle<Float> STEP4 = VectorShuffle.fromOp(LANES, lane -> (lane ^ 4) % LANES.length());
    private static final VectorShuffle<Float> STEP8 = VectorShuffle.fromOp(LANES, lane -> (lane ^ 8) % LANES.length());
    private static final VectorMask<Float> ODD = VectorMask.fromLong(LANES, 0xAAAAAAAAAAAAAAAAL);
    private static final VectorMask<Float> UPPER_PAIR = VectorMask.fromLong(LANES, 0xCCCCCCCCCCCCCCCCL);

    private LaneSums() {}

    /** The sum of all lanes. */
    public static float of(FloatVector x) {
        FloatVector pairs = x.add(x.rearrange(STEP1));
        return acrossFours(pairs.add(pairs.rearrange(STEP2))).lane(0);
    }

    /**
     * The sums of four vectors in the first four lanes. Halves of two vectors are put together before they are added, so
     * that no addition makes lanes nobody wants: half the work of four single sums.
     */
    public static FloatVector ofFour(FloatVector x0, FloatVector x1, FloatVector x2, FloatVector x3) {
        FloatVector pair01 = x0.blend(x1, ODD).add(x1.blend(x0, ODD).rearrange(STEP1));
        FloatVector pair23 = x2.blend(x3, ODD).add(x3.blend(x2, ODD).rearrange(STEP1));
        return acrossFours(pair01.blend(pair23, UPPER_PAIR)
                .add(pair23.blend(pair01, UPPER_PAIR).rearrange(STEP2)));
    }

    /** Adds up the groups of four lanes. */
    private static FloatVector acrossFours(FloatVector fours) {
        FloatVector sum = fours;
        if (LANES.length() > 4) {
            sum = sum.add(sum.rearrange(STEP4));
        }
        if (LANES.length() > 8) {
            sum = sum.add(sum.rearrange(STEP8));
        }
        return sum;
    }
}
