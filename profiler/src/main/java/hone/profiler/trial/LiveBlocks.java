package hone.profiler.trial;

/**
 * The blocks of the running trial for whoever watches: memory taken beforehand, one writer, any number of readers that
 * poll. The count is written after the values, so what lies below it is complete.
 */
public final class LiveBlocks {
    private final double[] baseline;
    private final double[] candidate;
    private volatile int count;

    /** @param capacity most blocks */
    public LiveBlocks(int capacity) {
        baseline = new double[capacity];
        candidate = new double[capacity];
    }

    /** Complete blocks. */
    public int count() {
        return count;
    }

    /** Median nanoseconds of the baseline's samples in a block below {@link #count}. */
    public double baseline(int block) {
        return baseline[block];
    }

    /** Median nanoseconds of the candidate's samples in a block below {@link #count}. */
    public double candidate(int block) {
        return candidate[block];
    }

    void add(double baselineNanos, double candidateNanos) {
        int block = count;
        if (block < baseline.length) {
            baseline[block] = baselineNanos;
            candidate[block] = candidateNanos;
            count = block + 1;
        }
    }
}
