package hone.visualizers.tile;

import hone.visualizers.Figures;
import hone.visualizers.Texts;

/** Faces that several tiles have in common. */
final class TileFaces {
    /** A smaller difference of exactly counted bytes than this is not worth a verdict. */
    private static final double SAME = 0.005;

    private TileFaces() {}

    /** Two numbers of bytes, both counted exactly: fewer is better. */
    static TileFace bytes(long now, long before, String detail, Texts texts) {
        double ratio = before == 0 ? 1 : (double) now / before;
        Change change = Math.abs(ratio - 1) < SAME ? Change.SAME : ratio < 1 ? Change.BETTER : Change.WORSE;
        return new TileFace(
                Figures.bytes(now),
                Basis.MEASURED,
                change,
                texts.get("tile.bytes." + change.name()),
                change == Change.SAME ? "" : Figures.change(ratio),
                texts.get("tile.baseline", Figures.bytes(before)),
                detail,
                TileFace.Bars.exact((double) now, (double) before));
    }

    /** A figure expected before it is measured. */
    static TileFace predicted(String value, Texts texts) {
        return new TileFace(
                "≈ " + value,
                Basis.PREDICTED,
                Change.UNKNOWN,
                texts.get("tile.predicted"),
                "",
                "",
                texts.get("tile.measuringSoon"),
                TileFace.Bars.NONE);
    }
}
