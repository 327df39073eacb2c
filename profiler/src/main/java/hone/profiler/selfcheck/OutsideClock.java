package hone.profiler.selfcheck;

import hone.engine.Cancellation;
import hone.engine.Cancelled;
import hone.engine.IoReason;
import hone.engine.Unavailable;
import hone.profiler.stats.Quantiles;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/** What a run takes by the clock on the wall: processes of N and of 2N runs differ by N runs, whatever starting costs. */
final class OutsideClock {
    private static final String WHAT = "the check by an outside clock";
    private static final int REPEATS = 5;
    private static final long AIM_NANOS = 2_000_000_000L;
    private static final long MOST_SECONDS = 120;

    private OutsideClock() {}

    /**
     * Nanoseconds of a run.
     *
     * @param command of a process that makes so many runs and ends
     * @param expectedNanos of a run, to know how many make two seconds
     * @throws Unavailable if the process cannot be started, or fails
     */
    static double nanosPerRun(LongFunction<List<String>> command, double expectedNanos, Cancellation stop) {
        long runs = Math.max(1, (long) (AIM_NANOS / expectedNanos));
        double[] differences = new double[REPEATS];
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            long one = nanos(command.apply(runs), stop);
            long two = nanos(command.apply(2 * runs), stop);
            differences[repeat] = (double) (two - one) / runs;
        }
        return Quantiles.median(differences);
    }

    private static long nanos(List<String> command, Cancellation stop) {
        try {
            long start = System.nanoTime();
            Process process = new ProcessBuilder(command)
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
