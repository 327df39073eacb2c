package hone.profiler.trial;

/**
 * How long a trial may take. Slow sides get fewer samples, not more time: the interval widens and the count says so.
 *
 * @param warmUpNanos longest warm-up of both sides together, but for kernels that still wait for the compiler
 * @param measureNanos for the timed blocks
 * @param limitNanos for both; the warm-up goes on while the compiler is at work on kernels, and the fewest blocks a
 *     verdict needs are taken beyond {@code measureNanos}, but never beyond this, except for the one block without which
 *     there would be no number
 */
public record TrialBudget(long warmUpNanos, long measureNanos, long limitNanos) {
    private static final long SECOND = 1_000_000_000L;

    /** About two seconds: while someone turns a knob. */
    public static final TrialBudget QUICK = new TrialBudget(8 * SECOND / 10, 12 * SECOND / 10, 8 * SECOND);

    /** About five seconds: the live verdict. */
    public static final TrialBudget NORMAL = new TrialBudget(2 * SECOND, 3 * SECOND, 10 * SECOND);

    /** Longest warm-up where kernels wait for the compiler: what the limit leaves beside the timed blocks. */
    long longestWarmUpNanos() {
        return Math.max(warmUpNanos, limitNanos - measureNanos);
    }
}
