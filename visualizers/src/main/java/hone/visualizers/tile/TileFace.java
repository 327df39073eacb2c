package hone.visualizers.tile;

/**
 * What a tile says, as text and as lengths of its bars.
 *
 * @param value the figure with its unit; a dash where there is none
 * @param basis where it comes from
 * @param change against the baseline
 * @param word the change in a word: "faster"
 * @param delta the change in figures: "−68 %"; empty where there is none
 * @param baseline the baseline in words: "baseline 0.97 ms"
 * @param detail uncertainty and sample size
 * @param bars lengths
 */
public record TileFace(
        String value,
        Basis basis,
        Change change,
        String word,
        String delta,
        String baseline,
        String detail,
        Bars bars) {
    /**
     * Lengths as shares of the tile's width.
     *
     * @param candidate of the figure's bar
     * @param ghost of the baseline's bar
     * @param low where the interval's whisker begins
     * @param high where it ends; the same as low for an exact figure
     */
    public record Bars(double candidate, double ghost, double low, double high) {
        /** No bars. */
        static final Bars NONE = new Bars(0, 0, 0, 0);

        /** Bars of two exact figures. */
        static Bars exact(double candidate, double ghost) {
            double max = Math.max(candidate, ghost);
            double share = max == 0 ? 0 : candidate / max;
            return new Bars(share, max == 0 ? 0 : ghost / max, share, share);
        }
    }

    /** The face of a tile that has nothing yet. */
    static TileFace waiting(String detail) {
        return new TileFace("–", Basis.WAITING, Change.UNKNOWN, "", "", "", detail, Bars.NONE);
    }

    /** The same face while a new trial runs: its figures are of the trial before. */
    TileFace measuring() {
        return new TileFace(value, Basis.MEASURING, change, word, delta, baseline, detail, bars);
    }
}
