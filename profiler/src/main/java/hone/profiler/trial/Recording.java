package hone.profiler.trial;

import hone.profiler.stats.Quantiles;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The raw samples of one arm as they come in, in memory taken beforehand. */
final class Recording {
    private final double[] nanos;
    private final boolean[] marked;
    private int size;

    Recording(int capacity) {
        nanos = new double[capacity];
        marked = new boolean[capacity];
    }

    void add(double nanosPerRun, boolean disturbed) {
        nanos[size] = nanosPerRun;
        marked[size] = disturbed;
        size++;
    }

    int size() {
        return size;
    }

    boolean marked(int sample) {
        return marked[sample];
    }

    /** Indices of the marked samples. */
    List<Integer> markedOnes() {
        return IntStream.range(0, size).filter(i -> marked[i]).boxed().toList();
    }

    /** The samples from {@code from} on // (size - from). */
    double[] from(int from) {
        return Arrays.copyOfRange(nanos, from, size);
    }

    /** Median of the last {@code count} samples. */
    double latest(int count) {
        return Quantiles.median(Arrays.copyOfRange(nanos, size - count, size));
    }
}
