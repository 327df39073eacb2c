package hone.profiler.selfcheck;

import hone.engine.Cancellation;
import hone.engine.Cancelled;
import hone.engine.IoReason;
import hone.engine.Unavailable;
import hone.profiler.stats.Interval;
import hone.profiler.stats.StudentMean;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongFunction;

/**
 * What a run takes by the clock on the wall: processes of N and of 2N runs differ by N runs, whatever starting costs. The program's
 * own figure is taken before and after each two processes, as the machine may change its speed meanwhile.
 */
final class OutsideClock {
    /** A ratio with half an interval of this decides whether the two differ by a tenth. */
    static final double SHARP = 0.05;

    private static final String WHAT = "the check by an outside clock";
    private static final int FEWEST = 5;
    private static final int MOST = 16;
    private static final long AIM_NANOS = 2_000_000_000L;
    private static final long MOST_SECONDS = 120;

    private final LongFunction<List<String>> command;
    private final Cancellation stop;

    /** @param command of a process that makes so many runs and ends */
    OutsideClock(LongFunction<List<String>> command, Cancellation stop) {
        this.command = command;
        this.stop = stop;
    }

    /**
     * Repeats until the ratio's interval is sharp enough, a few times at least; so it is the scatter that ends it, not what comes out.
     *
     * @param model that the processes run
     * @param product measures nanoseconds of a run with the program's own means
     * @throws Unavailable if a process cannot be started, or fails
     */
    SelfCheckResult.Outside beside(String model, DoubleSupplier product, DoubleConsumer progress) {
        double before = product.getAsDouble();
        long runs = Math.max(1, (long) (AIM_NANOS / before));
        List<Double> products = new ArrayList<>(List.of(before));
        List<Double> ratios = new ArrayList<>();
        Interval ratio;
        do {
            progress.accept((double) ratios.size() / MOST);
            double outside = nanosPerRun(runs);
            double after = product.getAsDouble();
            products.add(after);
            ratios.add(outside / ((before + after) / 2));
            before = after;
            ratio = StudentMean.of(array(ratios));
        } while (ratios.size() < FEWEST || (ratio.halfWidth() > SHARP && ratios.size() < MOST));
        double mean = StudentMean.of(array(products)).estimate();
        return new SelfCheckResult.Outside(
                model, mean, ratio.estimate() * mean, ratio.low(), ratio.high(), ratios.size());
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Nanoseconds of a run, by two processes. */
    double nanosPerRun(long runs) {
        long one = nanos(command.apply(runs));
        long two = nanos(command.apply(2 * runs));
        return (double) (two - one) / runs;
    }

    private long nanos(List<String> line) {
        try {
            long start = System.nanoTime();
            Process process = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                while (!process.waitFor(5, TimeUnit.MILLISECONDS)) {
                    stop.check(WHAT);
                    if (System.nanoTime() - start > MOST_SECONDS * 1_000_000_000L) {
                        throw new Unavailable(WHAT, "a process did not end within " + MOST_SECONDS + " s", "");
                    }
                }
            } finally {
                process.destroyForcibly();
            }
            long passed = System.nanoTime() - start;
            if (process.exitValue() != 0) {
                throw new Unavailable(WHAT, "a process ended with " + process.exitValue(), "");
            }
            return passed;
        } catch (IOException e) {
            throw new Unavailable(WHAT, IoReason.of(e), "");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Cancelled(WHAT);
        }
    }
}
