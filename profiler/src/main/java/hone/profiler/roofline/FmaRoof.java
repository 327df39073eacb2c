package hone.profiler.roofline;

import hone.engine.Cancellation;
import hone.engine.run.KernelPool;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The most float32 arithmetic the machine does here: a loop of nothing but fused multiply-adds, ten chains of which wait
 * for none of the others, on numbers that stay in registers.
 */
public final class FmaRoof {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final int STEPS = 20_000;
    private static final int CHAINS = 10;

    private final BestSlice slice;
    private final float[][] sinks = new float[BestSlice.UNITS][64];

    public FmaRoof(KernelPool pool) {
        this.slice = new BestSlice(pool);
    }

    /** Floating-point operations a second on so many threads: the best of a few short slices. */
    public double flopsPerSecond(int threads, long warmUpNanos, Cancellation stop) {
        KernelPool.Work work = (from, to, _) -> {
            for (long unit = from; unit < to; unit++) {
                chains(sinks[(int) unit]);
            }
        };
        return 2.0
                * BestSlice.UNITS
                * STEPS
                * CHAINS
                * LANES.length()
                / slice.nanos(work, threads, warmUpNanos, stop)
                * 1e9;
    }

    private static void chains(float[] sink) {
        FloatVector x = FloatVector.broadcast(LANES, 0.999f);
        FloatVector y = FloatVector.broadcast(LANES, 0.001f);
        FloatVector a = y;
        FloatVector b = y;
        FloatVector c = y;
        FloatVector d = y;
        FloatVector e = y;
        FloatVector f = y;
        FloatVector g = y;
        FloatVector h = y;
        FloatVector i = y;
        FloatVector j = y;
        for (int step = 0; step < STEPS; step++) {
            a = a.fma(x, y);
            b = b.fma(x, y);
            c = c.fma(x, y);
            d = d.fma(x, y);
            e = e.fma(x, y);
            f = f.fma(x, y);
            g = g.fma(x, y);
            h = h.fma(x, y);
            i = i.fma(x, y);
            j = j.fma(x, y);
        }
        a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).intoArray(sink, 0);
    }
}
