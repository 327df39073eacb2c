package hone.profiler.scenario;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The highest rate at which the 99th percentile still keeps a target, found by halving the interval between a rate that
 * kept it and one that did not. Waiting grows with the rate, so there is one such place, as far as noise does not hide it.
 *
 * @param perSecond the highest rate that kept the target; 0 where none did
 * @param p99 there, nanoseconds; null where none kept it
 * @param missedAt the lowest rate that did not keep it; null where all did, up to what one server can do at all, or none was tried
 * @param probes all tries, in that order; empty where the server is so slow that no 99th percentile can be had in a minute
 */
public record HighestRate(
        double perSecond, @Nullable Double p99, @Nullable Double missedAt, List<Probe> probes) {
    /** Halvings: the result is known to within 1/64 of what the server can do at all. */
    static final int STEPS = 6;

    private static final int MAJORITY = 2;

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

    /** Tries a rate, with other arrivals at each attempt. */
    @FunctionalInterface
    interface Prober {
        Probe at(double perSecond, int attempt);
    }

    /**
     * Searches. A rate counts as kept where two of at most three tries kept it, so that one stall of the machine does not send
     * the search the wrong way.
     *
     * @param capacity queries a second that the server can do without any idle time
     * @param lowest rate that is worth a try: at lower ones too few queries arrive in the time there is
     */
    static HighestRate search(double capacity, double lowest, Prober prober) {
        List<Probe> probes = new ArrayList<>();
        double low = 0;
        double high = capacity;
        @Nullable Double p99 = null;
        @Nullable Double missedAt = null;
        for (int step = 0; step < STEPS && (low + high) / 2 >= lowest; step++) {
            double rate = (low + high) / 2;
            List<Probe> tried = tries(rate, prober);
            probes.addAll(tried);
            List<Probe> kept = tried.stream().filter(Probe::kept).toList();
            if (kept.size() >= MAJORITY) {
                low = rate;
                p99 = kept.getLast().p99();
            } else {
                high = rate;
                missedAt = rate;
            }
        }
        return new HighestRate(low, p99, missedAt, probes);
    }

    private static List<Probe> tries(double rate, Prober prober) {
        List<Probe> tried = new ArrayList<>();
        int kept = 0;
        while (kept < MAJORITY && tried.size() - kept < MAJORITY) {
            Probe probe = prober.at(rate, tried.size());
            kept += probe.kept() ? 1 : 0;
            tried.add(probe);
        }
        return tried;
    }
}
