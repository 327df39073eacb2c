package hone.profiler.trial;

import hone.engine.Cancellation;
import hone.profiler.machine.CompilerQueue;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Runs all arms of a session in turn until they are steady and the compiler has gone quiet, or time is up. In turn, so that
 * each meets the machine code that serves all: an arm warmed alone would be compiled for itself and recompiled later. While
 * kernels wait for the optimizing compiler, time is up later: what they would show before is another program.
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

    /** How much longer it goes on where kernels wait for the compiler, before it looks again. */
    private static final long LONGER_NANOS = 300_000_000;

    private final List<ArmTimer> arms;
    private final JvmCounters counters;
    private final Cancellation stop;
    private final BooleanSupplier compiling;

    WarmUp(List<ArmTimer> arms, JvmCounters counters, Cancellation stop) {
        this(arms, counters, new CompilerQueue()::holdsKernels, stop);
    }

    /** @param compiling whether the optimizing compiler is at work on kernels */
    WarmUp(List<ArmTimer> arms, JvmCounters counters, BooleanSupplier compiling, Cancellation stop) {
        this.compiling = compiling;
        this.arms = List.copyOf(arms);
        this.counters = counters;
        this.stop = stop;
    }

    /**
     * Returns after at most about the budget's warm-up, or its longest while kernels are being compiled, but never before
     * each arm has run once.
     *
     * @return whether the compiler is done with the kernels
     */
    boolean run(TrialBudget budget, TrialListener listener) {
        long start = System.nanoTime();
        for (ArmTimer arm : arms) {
            stop.check("the trial");
            arm.first();
        }
        long end = budget.warmUpNanos();
        long windowStart = System.nanoTime();
        long compiledBefore = counters.compilationMillis();
        int turns = 0;
        while (true) {
            long passed = System.nanoTime() - start;
            if (passed + turnNanos() >= end) {
                boolean done = isCompiled();
                end = Math.min(budget.longestWarmUpNanos(), passed + LONGER_NANOS);
                if (done || passed + turnNanos() >= end) {
                    return done;
                }
            }
            for (ArmTimer arm : arms) {
                stop.check("the trial");
                arm.warmUp(TURN_NANOS);
            }
            if (++turns % WINDOW_TURNS == 0) {
                long now = System.nanoTime();
                long compilation = counters.compilationMillis();
                boolean quiet = (compilation - compiledBefore) * 1e6 < BUSY_COMPILER * (now - windowStart);
                boolean hot = isHot(now - start, budget.warmUpNanos());
                if (hot && quiet && isCompiled() && arms.stream().allMatch(ArmTimer::steady)) {
                    return true;
                }
                windowStart = now;
                compiledBefore = compilation;
            }
            report(listener, System.nanoTime() - start, end);
        }
    }

    private boolean isCompiled() {
        return arms.stream().noneMatch(ArmTimer::cold) && !compiling.getAsBoolean();
    }

    private static void report(TrialListener listener, long passed, long end) {
        listener.progress(Math.min(1.0, (double) passed / end), "warming up", Math.max(0, end - passed));
    }

    /** Whether all arms ran so often, or so long, that the optimizing compiler has had its chance. */
    private boolean isHot(long passed, long budgetNanos) {
        return arms.stream().allMatch(arm -> arm.runs() >= HOT_RUNS) || passed > HOT_SHARE * budgetNanos;
    }

    private double turnNanos() {
        return arms.stream()
                .mapToDouble(arm -> Math.max(TURN_NANOS, arm.nanosPerRun()))
                .sum();
    }
}
