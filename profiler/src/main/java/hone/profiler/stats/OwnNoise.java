package hone.profiler.stats;

/** How far a side strays from itself where it ran in stretches or passes that took turns with another's. */
public final class OwnNoise {
    private OwnNoise() {}

    /**
     * The A/A noise floor of a comparison that has a ratio for each of these figures: neighbours are set against each other,
     * and the floor is the farther end of their mean ratio's interval. There are half as many such ratios as the comparison
     * has, which doubles their mean's variance, hence the √2; and where there is only one, it is the floor as it is.
     *
     * @param figures one side's times or rates, above 0, in the order in which they ran
     * @return as a share: 0.02 is 2 %; not a number where there are no two figures
     */
    public static double floor(double[] figures) {
        double[] ratios = new double[figures.length / 2];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = figures[2 * i] / figures[2 * i + 1];
        }
        if (ratios.length == 0) {
            return Double.NaN;
        }
        if (ratios.length == 1) {
            return Math.max(PairedBlocks.SMALLEST_FLOOR, distance(ratios[0]));
        }
        Interval same = LogMean.of(ratios);
        double farthest = Math.max(distance(same.low()), distance(same.high()));
        return Math.max(PairedBlocks.SMALLEST_FLOOR, farthest / Math.sqrt(2));
    }

    /** From 1, the same for a ratio and its inverse. */
    private static double distance(double ratio) {
        return Math.exp(Math.abs(Math.log(ratio))) - 1;
    }
}
