package hone.profiler.machine;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * Two fixed pieces of arithmetic. One is a chain of multiply-adds in which each needs the one before, so neither vectors nor
 * caches nor compilers change it: it takes the same time whenever the processor's clock is the same. The other has twelve such
 * chains side by side, which fill the core: it takes longer where a second thread of the core works, though that thread
 * may belong to another machine whose load nobody here can see.
 */
final class CalibrationKernel {
    private static final int STEPS = 1_000_000;
    private static final int STEPS_SIDE_BY_SIDE = 250_000;
    private static final long LASTS_NANOS = 100_000_000;
    private static final int MOST_REPEATS = 400;

    /** The first ones may still be interpreted. */
    private static final int SKIPPED = 8;

    /**
     * What the two took.
     *
     * @param chain median nanoseconds of the one chain
     * @param sideBySide median nanoseconds of the twelve
     */
    record Reading(double chain, double sideBySide) {}

    /** Where the chains end up, kept so that nobody can leave them out. */
    private double result;

    /** Takes both, each over some 100 ms. */
    Reading read() {
        return new Reading(nanos(CalibrationKernel::chain), nanos(CalibrationKernel::sideBySide));
    }

    private double nanos(IntToDoubleFunction kernel) {
        double[] times = new double[MOST_REPEATS];
        int count = 0;
        long begin = System.nanoTime();
        while (count <= SKIPPED || (count < MOST_REPEATS && System.nanoTime() - begin < LASTS_NANOS)) {
            long start = System.nanoTime();
            result += kernel.applyAsDouble(count);
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

    /** In local variables, as an array would put its loads and stores between the chains. */
    static double sideBySide(double start) {
        double a = start;
        double b = a + 1;
        double c = a + 2;
        double d = a + 3;
        double e = a + 4;
        double f = a + 5;
        double g = a + 6;
        double h = a + 7;
        double k = a + 8;
        double m = a + 9;
        double n = a + 10;
        double p = a + 11;
        for (int i = 0; i < STEPS_SIDE_BY_SIDE; i++) {
            a = a * 0.999_999 + 1;
            b = b * 0.999_999 + 1;
            c = c * 0.999_999 + 1;
            d = d * 0.999_999 + 1;
            e = e * 0.999_999 + 1;
            f = f * 0.999_999 + 1;
            g = g * 0.999_999 + 1;
            h = h * 0.999_999 + 1;
            k = k * 0.999_999 + 1;
            m = m * 0.999_999 + 1;
            n = n * 0.999_999 + 1;
            p = p * 0.999_999 + 1;
        }
        return a + b + c + d + e + f + g + h + k + m + n + p;
    }
}
