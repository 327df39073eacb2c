package hone.engine.run;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Work that is done only when all workers are at it in the same moment: each unit waits for the others, but not long.
 * Whether a round of it succeeds says whether the threads really run side by side.
 */
final class Gathering implements KernelPool.Work {
    /** Long enough for two running threads to meet, far too short for a sleeping one. */
    private static final long LEAST_PATIENCE_NANOS = 20_000;

    /** Where other programs want the processors too, a woken thread waits for its turn. */
    private static final long MOST_PATIENCE_NANOS = 10_000_000;

    private final AtomicInteger present = new AtomicInteger();
    private int all;
    private long patienceNanos = LEAST_PATIENCE_NANOS;

    /** Begins a round in which so many workers are to meet; after one in which they did not, each waits twice as long. */
    void expect(int workers) {
        patienceNanos = met() ? LEAST_PATIENCE_NANOS : Math.min(2 * patienceNanos, MOST_PATIENCE_NANOS);
        all = (1 << workers) - 1;
        present.set(0);
    }

    /** Whether all of them met. */
    boolean met() {
        return present.get() == all;
    }

    @Override
    public void run(long from, long to, int worker) {
        present.updateAndGet(bits -> bits | 1 << worker);
        long start = System.nanoTime();
        while (present.get() != all && System.nanoTime() - start < patienceNanos) {
            Thread.onSpinWait();
        }
    }
}
