package hone.profiler.bench;

/**
 * How much time each table row's contestants get.
 *
 * @param leastWarmUpNanos all contestants together are run at least so long before anything counts
 * @param mostWarmUpNanos and at most so long, should they keep becoming faster
 * @param rounds in each of which every contestant has one block
 * @param blockNanos of one block
 * @param comparedRows of the output that are compared, at least
 */
public record BenchEffort(long leastWarmUpNanos, long mostWarmUpNanos, int rounds, long blockNanos, int comparedRows) {
    /** For figures that are reported. */
    public static final BenchEffort NORMAL = new BenchEffort(1_500_000_000L, 8_000_000_000L, 31, 10_000_000L, 1_024);

    /** To see whether it works; its times mean nothing. */
    public static final BenchEffort QUICK = new BenchEffort(20_000_000L, 40_000_000L, 3, 1_000_000L, 256);
}
