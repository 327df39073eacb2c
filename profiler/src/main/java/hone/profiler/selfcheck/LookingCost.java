package hone.profiler.selfcheck;

import hone.profiler.report.Ratio;
import java.util.ArrayList;
import java.util.List;

/**
 * What looking adds to a run, from one comparison or several: their logarithms are averaged by how sharp each is.
 *
 * @param share 0.01 is 1 %
 * @param low lower end of its 95 % interval
 * @param high upper end
 */
record LookingCost(double share, double low, double high) {
    /** @param ratios of bare over observed, at least one */
    static LookingCost of(List<Ratio> ratios) {
        List<Ratio> usable = new ArrayList<>(ratios);
        usable.removeIf(ratio -> !(half(ratio) > 0 && Double.isFinite(half(ratio))));
        if (usable.isEmpty()) {
            return new LookingCost(1 / ratios.getFirst().median() - 1, -1, Double.POSITIVE_INFINITY);
        }
        double weights = 0;
        double sum = 0;
        for (Ratio ratio : usable) {
            double weight = 1 / (half(ratio) * half(ratio));
            weights += weight;
            sum -= weight * Math.log(ratio.median());
        }
        double mean = sum / weights;
        double half = 1 / Math.sqrt(weights);
        return new LookingCost(Math.expm1(mean), Math.expm1(mean - half), Math.expm1(mean + half));
    }

    /** Of the interval, on the logarithm. */
    private static double half(Ratio ratio) {
        return Math.log(ratio.high() / ratio.low()) / 2;
    }

    /** Whether the interval is sharp enough to hold the share to a limit. */
    boolean isSharp(double limit) {
        return (high - low) / 2 <= limit / 4;
    }
}
