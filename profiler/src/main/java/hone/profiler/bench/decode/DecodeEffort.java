package hone.profiler.bench.decode;

/**
 * How much time each row gets.
 *
 * @param warmUpNanos decoding goes on at least so long before anything counts
 * @param rounds in each of which both sides decode once
 */
public record DecodeEffort(long warmUpNanos, int rounds) {
    /** For figures that are reported. */
    public static final DecodeEffort NORMAL = new DecodeEffort(4_000_000_000L, 5);

    /** To see whether it works; its figures mean nothing. */
    public static final DecodeEffort QUICK = new DecodeEffort(0, 1);
}
