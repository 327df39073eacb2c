package hone.visualizers.latency;

/**
 * The latest latency samples of one arm, in a ring of fixed size: a trial that runs for hours must not grow the heap
 * it measures beside. The trial's thread appends a whole block at a time, between measured blocks; the FX thread reads
 * a decimated copy. Both hold the lock for microseconds.
 *
 * <p>A sample's x is its block plus its place within the block, so that both arms of an interleaved block lie above
 * one another whatever their speed.
 */
public final class LatencyRing {
    private final double[] xs;
    private final double[] nanos;
    private int start;
    private int size;

    /** An empty ring for so many samples. */
    public LatencyRing(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + capacity + " is below 1");
        }
        xs = new double[capacity];
        nanos = new double[capacity];
    }

    /** Appends the samples of a block; the oldest make room. */
    public synchronized void append(int block, double[] blockNanos) {
        for (int i = 0; i < blockNanos.length; i++) {
            int at = (start + size) % xs.length;
            xs[at] = block + (i + 0.5) / blockNanos.length;
            nanos[at] = blockNanos[i];
            if (size < xs.length) {
                size++;
            } else {
                start = (start + 1) % xs.length;
            }
        }
    }

    /** How many samples it holds. */
    public synchronized int size() {
        return size;
    }

    /** The samples in the order taken, at most two per column where there are more than that. */
    public synchronized Points decimated(double low, double high, int columns) {
        double[] x = new double[size];
        double[] y = new double[size];
        for (int i = 0; i < size; i++) {
            int at = (start + i) % xs.length;
            x[i] = xs[at];
            y[i] = nanos[at];
        }
        return Decimation.minMax(new Points(x, y), low, high, columns);
    }

    /** The median of what it holds, in nanoseconds; NaN when empty. */
    public synchronized double median() {
        if (size == 0) {
            return Double.NaN;
        }
        double[] sorted =
                java.util.Arrays.copyOf(nanos, size); // a ring not yet full starts at 0; a full one is all of it
        java.util.Arrays.sort(sorted);
        int middle = size / 2;
        return size % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
