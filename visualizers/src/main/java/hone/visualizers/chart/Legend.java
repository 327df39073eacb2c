package hone.visualizers.chart;

import java.awt.Color;
import java.util.List;

/** A legend of swatches that wraps to as many lines as it needs. */
public final class Legend {
    private static final double SWATCH = 10;
    private static final double GAP = 12;

    /**
     * One name in a legend.
     *
     * @param kind how the swatch looks
     */
    public record Entry(String name, Color color, Kind kind) {}

    /** The look of a swatch. */
    public enum Kind {
        FILLED,
        HATCHED,
        DOT,
        LINE,
        WHISKER
    }

    private Legend() {}

    /** Paints it and returns the height it took. */
    public static double paint(Brush brush, List<Entry> entries, double x, double y, double width) {
        double at = 0;
        double line = y;
        for (Entry entry : entries) {
            if (breaksBefore(brush, entry, at, width)) {
                at = 0;
                line += Brush.LINE;
            }
            swatch(brush, entry, x + at, line);
            brush.left(
                    entry.name(),
                    x + at + SWATCH + 5,
                    line + Brush.LINE / 2,
                    brush.palette().text());
            at += length(brush, entry) + GAP;
        }
        return line - y + Brush.LINE;
    }

    /** How many lines it takes. */
    static int lines(Brush brush, List<Entry> entries, double width) {
        double at = 0;
        int lines = entries.isEmpty() ? 0 : 1;
        for (Entry entry : entries) {
            if (breaksBefore(brush, entry, at, width)) {
                at = 0;
                lines++;
            }
            at += length(brush, entry) + GAP;
        }
        return lines;
    }

    private static boolean breaksBefore(Brush brush, Entry entry, double at, double width) {
        return at > 0 && at + length(brush, entry) > width;
    }

    private static double length(Brush brush, Entry entry) {
        return SWATCH + 5 + brush.width(entry.name());
    }

    private static void swatch(Brush brush, Entry entry, double x, double y) {
        double top = y + (Brush.LINE - SWATCH) / 2;
        double middle = y + Brush.LINE / 2;
        switch (entry.kind()) {
            case WHISKER -> brush.whisker(x, x + SWATCH, middle, 8);
            case DOT -> brush.dot(x + SWATCH / 2, middle, 6, entry.color());
            case LINE -> brush.bar(x, middle - 1, SWATCH, 2, entry.color(), false);
            case FILLED, HATCHED -> brush.bar(x, top, SWATCH, SWATCH, entry.color(), entry.kind() == Kind.HATCHED);
        }
    }

    /** The width it takes in one line. */
    public static double width(Brush brush, List<Entry> entries) {
        return entries.stream().mapToDouble(entry -> length(brush, entry) + GAP).sum() - GAP;
    }
}
