package hone.profiler.machine;

import java.util.Arrays;

/**
 * A fixed piece of arithmetic that takes the same time whenever the machine runs at the same speed: a chain of
 * multiply-adds in which each needs the one before, so neither vectors nor caches nor compilers change it.
 */
final class CalibrationKernel {
    private static final int STEPS = 1_000_000;
    private static final long LASTS_NANOS = 200_000_000;
    private static final int MOST_REPEATS = 400;

    /** The first ones may still be interpreted. */
    private static final int SKIPPED = 8;

    /** Where the chain ends up, kept so that nobody can leave it out. */
    private double result;

    /** Median nanoseconds of the chain, over some 200 ms. */
    double nanos() {
        double[] times = new double[MOST_REPEATS];
        int count = 0;
        long begin = System.nanoTime();
        while (count <= SKIPPED || (count < MOST_REPEATS && System.nanoTime() - begin < LASTS_NANOS)) {
            long start = System.nanoTime();
            result += chain(count);
            times[count++] = System.nanoTime() - start;
        }
        double[] later = Arrays.copyOfRange(times, SKIPPED, count);
        Arrays.sort(later);
        return later[later.length / 2];
    }

    double result() {
        return result;
    }

    private static double chain(int start) {
        double x = start;
        for (int i = 0; i < STEPS; i++) {
            x = x * 0.999_999 + 1;
        }
        return x;
    }
}
