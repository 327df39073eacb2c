package hone.profiler.machine;

import java.util.Arrays;

/**
 * A fixed piece of arithmetic that takes the same time whenever the machine runs at the same speed: a chain of
 * multiply-adds in which each needs the one before, so neither vectors nor caches nor compilers change it.
 */
final class CalibrationKernel {
    private static final int STEPS = 1_000_000;
    private static final int REPEATS = 25;

    /** Where the chain ends up, kept so that nobody can leave it out. */
    private double result;

    /** Median nanoseconds of the chain; 25 times a few milliseconds, so at most about 150 ms in all. */
    double nanos() {
        double[] times = new double[REPEATS];
        for (int i = 0; i < REPEATS; i++) {
            long start = System.nanoTime();
            result += chain(i);
            times[i] = System.nanoTime() - start;
        }
        // The first ones may still be interpreted.
        double[] later = Arrays.copyOfRange(times, 8, REPEATS);
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
