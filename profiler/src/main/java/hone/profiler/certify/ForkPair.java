package hone.profiler.certify;

import hone.profiler.stats.Quantiles;

/**
 * One process of each side, run one behind the other.
 *
 * @param baseline of the pinned side
 * @param candidate of the side with the recipe
 */
record ForkPair(ForkResult baseline, ForkResult candidate) {
    /** Whether nothing disturbed either. */
    boolean isQuiet() {
        return baseline.noise().warnings().isEmpty()
                && candidate.noise().warnings().isEmpty();
    }

    double baselineNanos() {
        return median(baseline);
    }

    double candidateNanos() {
        return median(candidate);
    }

    double ratio() {
        return baselineNanos() / candidateNanos();
    }

    private static double median(ForkResult result) {
        return Quantiles.median(
                result.samples().stream().mapToDouble(Double::doubleValue).toArray());
    }
}
