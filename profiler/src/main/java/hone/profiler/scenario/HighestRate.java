package hone.profiler.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The highest rate at which the 99th percentile still keeps a target, found by halving the interval between a rate that
 * kept it and one that did not. Waiting grows with the rate, so there is one such place, as far as noise does not hide it.
 *
 * @param perSecond the highest rate that kept the target; 0 where none did
 * @param p99 there, nanoseconds; null where none kept it
 * @param missedAt the lowest rate that did not keep it; null where all did, up to what one server can do at all
 * @param probes all rates that were tried, in that order
 */
public record HighestRate(
        double perSecond, @Nullable Double p99, @Nullable Double missedAt, List<Probe> probes) {
    /** Halvings: the result is known to within 1/64 of what the server can do at all. */
    static final int STEPS = 6;

    public HighestRate {
        probes = List.copyOf(probes);
    }

    /**
     * A rate that was tried.
     *
     * @param p99 nanoseconds from arrival
     * @param queries it was read off
     * @param kept whether all were served, and the target kept
     */
    public record Probe(double perSecond, double p99, long queries, boolean kept) {}

    /**
     * Searches.
     *
     * @param capacity queries a second that the server can do without any idle time
     * @param probe tries a rate
     */
    static HighestRate search(double capacity, DoubleFunction<Probe> probe) {
        List<Probe> probes = new ArrayList<>();
        double low = 0;
        double high = capacity;
        @Nullable Double p99 = null;
        @Nullable Double missedAt = null;
        for (int step = 0; step < STEPS; step++) {
            Probe tried = probe.apply((low + high) / 2);
            probes.add(tried);
            if (tried.kept()) {
                low = tried.perSecond();
                p99 = tried.p99();
            } else {
                high = tried.perSecond();
                missedAt = tried.perSecond();
            }
        }
        return new HighestRate(low, p99, missedAt, probes);
    }
}
