package hone.profiler.pass;

import hone.engine.run.Probe;
import hone.profiler.stats.Quantiles;
import java.util.Arrays;

/** A probe that notes how long each op took, run after run, in memory taken beforehand. */
final class OpTimes implements Probe {
    private final double[][] nanos; // (steps, runs)
    private int run;
    private long started;

    OpTimes(int steps, int mostRuns) {
        nanos = new double[steps][mostRuns];
    }

    @Override
    public void before(int step) {
        started = System.nanoTime();
    }

    @Override
    public void after(int step) {
        nanos[step][run] = System.nanoTime() - started;
    }

    void runDone() {
        run++;
    }

    int runs() {
        return run;
    }

    /** Median nanoseconds of a step over the runs so far, less the clock's own cost. */
    double median(int step, double clockNanos) {
        return Math.max(0, Quantiles.median(Arrays.copyOf(nanos[step], run)) - clockNanos);
    }
}
