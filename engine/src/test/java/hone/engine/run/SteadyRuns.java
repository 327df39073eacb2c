package hone.engine.run;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What runs allocate once the compiler has done its work. */
final class SteadyRuns {
    private static final int RUNS = 20;
    private static final long MOST_NANOS = 60_000_000_000L;

    private SteadyRuns() {}

    /**
     * Bytes that the quietest of many rounds of 20 runs allocated, on all threads together. Until vectors are compiled they
     * are objects, so rounds go on until one allocates nothing, or a minute has passed.
     */
    static long allocatedBytes(Executor executor) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = Long.MAX_VALUE;
        long deadline = System.nanoTime() + MOST_NANOS;
        while (allocated > 0 && System.nanoTime() < deadline) {
            for (int i = 0; i < 200; i++) {
                executor.run();
            }
            long before = threads.getTotalThreadAllocatedBytes();
            long mine = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < RUNS; i++) {
                executor.run();
            }
            long all = threads.getTotalThreadAllocatedBytes() - before;
            allocated = Math.min(allocated, Math.max(threads.getCurrentThreadAllocatedBytes() - mine, all));
        }
        return allocated;
    }
}
