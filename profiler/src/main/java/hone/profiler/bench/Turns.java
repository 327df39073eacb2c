package hone.profiler.bench;

import hone.engine.Cancellation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * Contestants timed by the wall clock in short blocks, in turns whose order rotates, so that all of them meet the same
 * machine. After a block comes the rest that its contestant needs until its threads are asleep.
 */
public final class Turns {
    private static final double FASTER = 0.97;

    /** About so often is the clock read in a block: reading it takes as long as the smallest ops. */
    private static final int CLOCK_READINGS = 50;

    private static final long WARM_UP_BLOCK_NANOS = 5_000_000;

    private final List<? extends Timed> contestants;
    private final Cancellation stop;

    /** Takes these in turn; {@code stop} is looked at before every block. */
    public Turns(List<? extends Timed> contestants, Cancellation stop) {
        this.contestants = contestants;
        this.stop = stop;
    }

    /** Runs all in turn until none has become faster for as long as the least that is asked for. */
    public void warmUp(BenchEffort effort) {
        double[] fastest = new double[contestants.size()];
        Arrays.fill(fastest, Double.MAX_VALUE);
        long start = System.nanoTime();
        long lastBetter = start;
        while (System.nanoTime() - lastBetter < effort.leastWarmUpNanos()
                && System.nanoTime() - start < effort.mostWarmUpNanos()) {
            for (int i = 0; i < fastest.length; i++) {
                double nanos = block(contestants.get(i), WARM_UP_BLOCK_NANOS);
                if (nanos < FASTER * fastest[i]) {
                    lastBetter = System.nanoTime();
                }
                fastest[i] = Math.min(fastest[i], nanos);
            }
        }
    }

    /** Nanoseconds of a run in each block, by contestant, sorted. */
    public List<double[]> measure(BenchEffort effort) {
        List<double[]> blocks = rounds(effort, _ -> {});
        blocks.forEach(Arrays::sort);
        return blocks;
    }

    /**
     * Nanoseconds of a run in each block, by contestant, in the order of the rounds: what of one round belongs together.
     *
     * @param done hears how many rounds are over
     */
    public List<double[]> rounds(BenchEffort effort, IntConsumer done) {
        List<double[]> blocks = new ArrayList<>();
        contestants.forEach(_ -> blocks.add(new double[effort.rounds()]));
        for (int round = 0; round < effort.rounds(); round++) {
            for (int turn = 0; turn < contestants.size(); turn++) {
                int who = (round + turn) % contestants.size();
                contestants.get(who).run(); // brings its weights back into the caches that the last one used
                blocks.get(who)[round] = block(contestants.get(who), effort.blockNanos());
            }
            done.accept(round + 1);
        }
        return blocks;
    }

    private double block(Timed contestant, long nanos) {
        stop.check("the benchmark");
        contestant.before();
        long start = System.nanoTime();
        long passed = 0;
        long runs = 0;
        long unclocked = 1;
        do {
            for (long i = 0; i < unclocked; i++) {
                contestant.run();
            }
            runs += unclocked;
            long before = passed;
            passed = System.nanoTime() - start;
            if (passed - before < nanos / CLOCK_READINGS) {
                unclocked *= 2;
            }
        } while (passed < nanos);
        rest(contestant.restNanos());
        return (double) passed / runs;
    }

    private static void rest(long nanos) {
        long until = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
