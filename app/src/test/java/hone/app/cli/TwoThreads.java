package hone.app.cli;

import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What a second thread adds on this machine at this moment, by arithmetic of its own: two processors may share one core. */
final class TwoThreads {
    private static final long LASTS_NANOS = 300_000_000;
    private static final int STEPS = 10_000;

    private TwoThreads() {}

    /** How many times as much two threads get done together as one alone, once compilers have had their turn. */
    static double gain() throws Exception {
        done(1);
        double alone = done(1);
        return done(2) / alone;
    }

    /** How often so many threads together do the arithmetic in the time there is. */
    private static double done(int threads) throws Exception {
        try (ExecutorService all = Executors.newFixedThreadPool(threads)) {
            Callable<Long> thread = TwoThreads::work;
            long sum = 0;
            for (Future<Long> each : all.invokeAll(Collections.nCopies(threads, thread))) {
                sum += each.get();
            }
            return sum;
        }
    }

    private static long work() {
        long passes = 0;
        double result = 0;
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < LASTS_NANOS) {
            result += pass(result);
            passes++;
        }
        return Double.isNaN(result) ? 0 : passes; // used, so that nobody can leave the arithmetic out
    }

    /** Eight chains side by side, which leave a core little for anyone else. */
    private static double pass(double start) {
        double a = start;
        double b = a + 1;
        double c = a + 2;
        double d = a + 3;
        double e = a + 4;
        double f = a + 5;
        double g = a + 6;
        double h = a + 7;
        for (int i = 0; i < STEPS; i++) {
            a = a * 0.999_999 + 1;
            b = b * 0.999_999 + 1;
            c = c * 0.999_999 + 1;
            d = d * 0.999_999 + 1;
            e = e * 0.999_999 + 1;
            f = f * 0.999_999 + 1;
            g = g * 0.999_999 + 1;
            h = h * 0.999_999 + 1;
        }
        return a + b + c + d + e + f + g + h;
    }
}
