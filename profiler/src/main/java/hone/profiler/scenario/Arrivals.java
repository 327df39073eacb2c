package hone.profiler.scenario;

import hone.engine.InvalidInput;
import hone.engine.random.CounterRandom;
import java.util.Arrays;
import java.util.Locale;

/**
 * When queries arrive, whatever the server does: a Poisson process, whose gaps are independent and exponential. The same seed
 * gives the same arrivals on every machine.
 *
 * @see <a href="https://arxiv.org/abs/1911.02549">MLPerf Inference Benchmark, the server scenario</a>
 */
public final class Arrivals {
    /** Most of one segment: what stays of a wrong unit is refused rather than run. */
    static final int MOST = 20_000_000;

    private static final long STREAM = 0x41_5252_4956L;
    private static final double NANOS_PER_SECOND = 1e9;

    private final long[] nanos;

    private Arrivals(long[] nanos) {
        this.nanos = nanos;
    }

    /**
     * Arrivals at a rate, for so long.
     *
     * @param perSecond queries a second on average, above 0
     * @param seconds from the start to the last arrival at the latest
     * @param segment which stretch of the run it is: each has arrivals of its own
     * @throws InvalidInput if there would be more than can be kept
     */
    public static Arrivals poisson(double perSecond, double seconds, long seed, long segment) {
        if (!(perSecond > 0) || !(seconds > 0) || perSecond * seconds > MOST) {
            throw new InvalidInput(
                    "queries cannot arrive so",
                    String.format(Locale.ROOT, "%.3g a second for %.3g s", perSecond, seconds),
                    "there must be some, and " + MOST + " at the most");
        }
        CounterRandom random = new CounterRandom(seed, STREAM, segment);
        long[] nanos = new long[Math.toIntExact(Math.round(perSecond * seconds * 1.1) + 64)];
        int count = 0;
        double at = gap(random, perSecond);
        while (at < seconds * NANOS_PER_SECOND) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = (long) at;
            at += gap(random, perSecond);
        }
        return new Arrivals(Arrays.copyOf(nanos, count));
    }

    private static double gap(CounterRandom random, double perSecond) {
        return -StrictMath.log1p(-random.nextDouble()) / perSecond * NANOS_PER_SECOND;
    }

    /** How many queries arrive. */
    public int count() {
        return nanos.length;
    }

    /** Nanoseconds from the start until a query arrives; ascending. */
    public long at(int query) {
        return nanos[query];
    }
}
