package hone.profiler.trial;

import hone.engine.Cancellation;
import java.util.List;

/**
 * Runs all arms of a session in turn until they are steady and the compiler has gone quiet, or time is up. In turn, so that
 * each meets the machine code that serves all: an arm warmed alone would be compiled for itself and recompiled later.
 */
final class WarmUp {
    /** One turn of one arm; twenty of each make the window that is looked at. */
    private static final long TURN_NANOS = 5_000_000;

    /** Turns between two looks: as many as the steadiness test has in its window. */
    private static final int WINDOW_TURNS = 20;

    /** Beyond this share of a window in the compiler, the window does not count as steady. */
    private static final double BUSY_COMPILER = 0.1;

    /**
     * HotSpot hands a method to its optimizing compiler after 5,000 calls, or fewer with loops. Until then a kernel is
     * slow at a very steady pace, vector kernels by a factor of hundreds, so steadiness alone does not show it.
     */
    private static final long HOT_RUNS = 6_000;

    /** Runs too slow to reach that number heat up by their own loops, in this share of the budget at the least. */
    private static final double HOT_SHARE = 0.6;

    private final List<ArmTimer> arms;
    private final JvmCounters counters;
    private final Cancellation stop;

    WarmUp(List<ArmTimer> arms, JvmCounters counters, Cancellation stop) {
        this.arms = List.copyOf(arms);
        this.counters = counters;
        this.stop = stop;
    }

    /** Returns after at most about {@code budgetNanos}, but never before each arm has run once. */
    void run(long budgetNanos, TrialListener listener) {
        long start = System.nanoTime();
        for (ArmTimer arm : arms) {
            stop.check("the trial");
            arm.first();
        }
        long windowStart = System.nanoTime();
        long compiledBefore = counters.compilationMillis();
        int turns = 0;
        while (System.nanoTime() - start + turnNanos() < budgetNanos) {
            for (ArmTimer arm : arms) {
                stop.check("the trial");
                arm.warmUp(TURN_NANOS);
            }
            if (++turns % WINDOW_TURNS == 0) {
                long now = System.nanoTime();
                long compilation = counters.compilationMillis();
                boolean quiet = (compilation - compiledBefore) * 1e6 < BUSY_COMPILER * (now - windowStart);
                boolean compiled = isCompiled(now - start, budgetNanos);
                if (compiled && quiet && arms.stream().allMatch(ArmTimer::steady)) {
                    return;
                }
                windowStart = now;
                compiledBefore = compilation;
            }
            long passed = System.nanoTime() - start;
            listener.progress(Math.min(1.0, (double) passed / budgetNanos), "warming up", budgetNanos - passed);
        }
    }

    /** Whether all arms ran so often, or so long, that the optimizing compiler has had its chance. */
    private boolean isCompiled(long passed, long budgetNanos) {
        return arms.stream().allMatch(arm -> arm.runs() >= HOT_RUNS) || passed > HOT_SHARE * budgetNanos;
    }

    private double turnNanos() {
        return arms.stream()
                .mapToDouble(arm -> Math.max(TURN_NANOS, arm.nanosPerRun()))
                .sum();
    }
}
