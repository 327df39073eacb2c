package hone.profiler.roofline;

import hone.engine.Cancellation;
import hone.engine.run.KernelPool;

/** Times a fixed piece of work on some threads: the best of a few short slices, as a roof is what nothing held up. */
final class BestSlice {
    /** Pieces that threads take one by one. */
    static final int UNITS = 16;

    private static final int SLICES = 12;
    private static final long GATHER_NANOS = 100_000_000;

    private final KernelPool pool;

    BestSlice(KernelPool pool) {
        this.pool = pool;
    }

    /** Nanoseconds of all {@link #UNITS} once. */
    double nanos(KernelPool.Work work, int threads, long warmUpNanos, Cancellation stop) {
        pool.gather(threads, GATHER_NANOS);
        long start = System.nanoTime();
        while (System.nanoTime() - start < warmUpNanos) {
            pool.run(work, UNITS, threads, stop);
        }
        double best = Double.MAX_VALUE;
        for (int i = 0; i < SLICES; i++) {
            long from = System.nanoTime();
            pool.run(work, UNITS, threads, stop);
            best = Math.min(best, (double) (System.nanoTime() - from));
        }
        return best;
    }
}
