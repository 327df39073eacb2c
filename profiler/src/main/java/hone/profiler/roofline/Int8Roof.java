package hone.profiler.roofline;

import hone.engine.Cancellation;
import hone.engine.run.KernelPool;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The most INT8-times-INT8 arithmetic that the Vector API reaches here without an integer dot product: two products of
 * shorts fit a short, whose halves of an int are then added to sums of ints. The weights come from the first cache as
 * shorts already, so that widening bytes, which kernels have to do, is not a part of the roof.
 */
final class Int8Roof {
    private static final VectorSpecies<Integer> SUMS =
            VectorSpecies.of(int.class, FloatVector.SPECIES_PREFERRED.vectorShape());
    private static final VectorSpecies<Short> SHORTS =
            VectorSpecies.of(short.class, FloatVector.SPECIES_PREFERRED.vectorShape());
    private static final int STEPS = 10_000;

    private final BestSlice slice;
    private final int[][] sinks = new int[BestSlice.UNITS][64];
    private final short[] weights = new short[1024];

    Int8Roof(KernelPool pool) {
        this.slice = new BestSlice(pool);
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (short) (i % 255 - 127);
        }
    }

    /** Operations a second, two for each multiply-add, on so many threads: the best of a few short slices. */
    double flopsPerSecond(int threads, long warmUpNanos, Cancellation stop) {
        KernelPool.Work work = (from, to, _) -> {
            for (long unit = from; unit < to; unit++) {
                chains(weights, sinks[(int) unit]);
            }
        };
        return 2.0
                * BestSlice.UNITS
                * STEPS
                * 4
                * SHORTS.length()
                / slice.nanos(work, threads, warmUpNanos, stop)
                * 1e9;
    }

    /** Four multiply-adds a lane and step. */
    private static void chains(short[] weights, int[] sink) {
        ShortVector first = ShortVector.broadcast(SHORTS, (short) 3);
        ShortVector second = ShortVector.broadcast(SHORTS, (short) -5);
        IntVector sum0 = IntVector.zero(SUMS);
        IntVector sum1 = sum0;
        IntVector sum2 = sum0;
        IntVector sum3 = sum0;
        int mask = weights.length / 2 - 1;
        int lanes = SHORTS.length();
        for (int step = 0; step < STEPS; step++) {
            int at = step * lanes & mask;
            ShortVector w0 = ShortVector.fromArray(SHORTS, weights, at);
            ShortVector w1 = ShortVector.fromArray(SHORTS, weights, at + lanes);
            IntVector pair = w0.mul(first).add(w1.mul(second)).reinterpretAsInts();
            sum0 = sum0.add(pair.lanewise(VectorOperators.ASHR, 16));
            sum1 = sum1.add(pair.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16));
            pair = w1.mul(first).add(w0.mul(second)).reinterpretAsInts();
            sum2 = sum2.add(pair.lanewise(VectorOperators.ASHR, 16));
            sum3 = sum3.add(pair.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16));
        }
        sum0.add(sum1).add(sum2).add(sum3).intoArray(sink, 0);
    }
}
