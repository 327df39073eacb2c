package hone.profiler.report;

import java.util.List;

/**
 * A comparison in processes of their own, each of which ran one side and nothing else, so that no side was compiled for the
 * other. Where it is not valid the figures are there to be seen, and certify nothing.
 *
 * @param valid whether enough processes met a quiet machine
 * @param reasons why it is not, in plain sentences; empty where it is
 * @param forks processes of each side that count
 * @param repeated pairs of processes that were left out, as the machine was not quiet while they ran
 * @param speedup baseline over candidate, of the processes' medians
 * @param verdict where the interval clears 1 by the noise floor of the live run
 * @param baseline of the pinned side
 * @param candidate of the side with the recipe
 * @param live the speedup that the interleaved run in one process had found
 * @param agreesWithLive whether the two differ by no more than 5 %; where they do not, the live one is only indicative
 * @param seconds it all took
 */
public record Certified(
        boolean valid,
        List<String> reasons,
        int forks,
        int repeated,
        Speedup speedup,
        Verdict verdict,
        Side baseline,
        Side candidate,
        double live,
        boolean agreesWithLive,
        double seconds) {
    public Certified {
        reasons = List.copyOf(reasons);
    }

    /**
     * A ratio with its interval.
     *
     * @param median the geometric mean of the pairs' ratios, which of so few is the better middle
     * @param low lower end of its 95 % t-interval on the logarithms
     * @param high upper end
     */
    public record Speedup(double median, double low, double high) {}

    /**
     * One side over its processes, nanoseconds of a batch.
     *
     * @param median the geometric mean of the processes' medians
     * @param low lower end of its 95 % t-interval on the logarithms
     * @param high upper end
     * @param forkMedians of each process that counts, in the order they ran
     * @param steady whether all of them became steady
     */
    public record Side(double median, double low, double high, List<Double> forkMedians, boolean steady) {
        public Side {
            forkMedians = List.copyOf(forkMedians);
        }
    }
}
