package hone.visualizers.chart;

import java.awt.Color;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Horizontal bars on one axis that begins at zero, with its title and unit above and its ticks below. Bars may be
 * stacked, hatched, and carry an interval.
 *
 * @param title of the axis, with its unit
 * @param legend beside the title; empty where the picture has one for all its panels
 * @param rows from top to bottom
 * @param axis what the numbers along it are
 */
public record BarPanel(String title, List<Legend.Entry> legend, List<Row> rows, Scale axis) {
    private static final double THICKEST = 22;
    private static final double LOWEST = 13;
    private static final double GROUP_GAP = 0.45;
    private static final double PIXELS_PER_TICK = 54;

    /**
     * One bar.
     *
     * @param label on its left
     * @param parts laid end to end
     * @param interval drawn as a whisker, in base units
     * @param value written at its end
     */
    public record Row(
            String label, List<Part> parts, @Nullable Interval interval, String value) {
        double total() {
            return parts.stream().mapToDouble(Part::length).sum();
        }
    }

    /** A part of a bar, in base units. */
    public record Part(double length, Color color, boolean hatched) {}

    /** An interval in base units. */
    public record Interval(double low, double high) {}

    /**
     * The axis.
     *
     * @param max value at its right end, in base units
     * @param unitSize base units per tick unit: 1000 for kB
     */
    public record Scale(double max, double unitSize) {}

    public BarPanel {
        legend = List.copyOf(legend);
        rows = List.copyOf(rows);
    }

    /** A panel without a legend of its own. */
    public BarPanel(String title, List<Row> rows, Scale axis) {
        this(title, List.of(), rows, axis);
    }

    /** Height of everything but the bars, in a panel without a legend. */
    public static double overhead() {
        return 2 * Brush.LINE + 4;
    }

    /** Height of the title with the legend beside it. */
    public double header(Brush brush, double width) {
        return Math.max(1, Legend.lines(brush, legend, width - besideTitle(brush))) * Brush.LINE;
    }

    private double besideTitle(Brush brush) {
        return brush.width(title) + 16;
    }

    /** Paints into the rectangle. Where it is low, the tick labels make room for the bars, which say their values. */
    public void paint(Brush brush, double x, double y, double width, double height) {
        double labels =
                rows.stream().mapToDouble(r -> brush.width(r.label())).max().orElse(0) + 8;
        double values =
                rows.stream().mapToDouble(r -> brush.width(r.value())).max().orElse(0) + 10;
        double left = x + labels;
        double length = Math.max(20, width - labels - values);
        double top = y + header(brush, width) + 2;
        boolean tight = y + height - top - Brush.LINE < rows.size() * LOWEST;
        double bottom = y + height - (tight ? 2 : Brush.LINE);
        double[] middles = middles(top, bottom);
        double pitch = middles.length < 2 ? bottom - top : middles[1] - middles[0];
        double thick = Math.min(THICKEST, pitch * (grouped() ? 0.86 : 0.74));
        brush.strong(title, x, y + Brush.LINE / 2, brush.palette().muted());
        Legend.paint(brush, legend, x + besideTitle(brush), y, width - besideTitle(brush));
        paintAxis(brush, left, top, length, bottom, !tight);
        for (int i = 0; i < rows.size(); i++) {
            brush.right(
                    rows.get(i).label(),
                    left - 8,
                    labelAt(i, middles),
                    brush.palette().text());
            paintBar(brush, rows.get(i), left, middles[i] - thick / 2, length, thick);
        }
    }

    private boolean grouped() {
        return rows.stream().anyMatch(row -> row.label().isEmpty());
    }

    /** The middles of the bars; one without a label belongs to the one above it and stands close to it. */
    private double[] middles(double top, double bottom) {
        double[] at = new double[rows.size()];
        double total = 0;
        for (int i = 0; i < at.length; i++) {
            total += i > 0 && grouped() && !rows.get(i).label().isEmpty() ? GROUP_GAP : 0;
            at[i] = total + 0.5;
            total += 1;
        }
        for (int i = 0; i < at.length; i++) {
            at[i] = top + at[i] / total * (bottom - top);
        }
        return at;
    }

    /** Where a bar's label stands: in the middle of its group. */
    private double labelAt(int row, double[] middles) {
        int last = row;
        while (last + 1 < rows.size() && rows.get(last + 1).label().isEmpty()) {
            last++;
        }
        return (middles[row] + middles[last]) / 2;
    }

    private void paintBar(Brush brush, Row row, double left, double top, double length, double thick) {
        double at = left;
        for (Part part : row.parts()) {
            double width = part.length() / axis.max() * length;
            brush.bar(at, top, width, thick, part.color(), part.hatched());
            at += width;
        }
        double end = at;
        Interval interval = row.interval();
        if (interval != null) {
            double low = left + interval.low() / axis.max() * length;
            double high = left + interval.high() / axis.max() * length;
            brush.whisker(low, high, top + thick / 2, thick * 0.6);
            end = Math.max(end, high);
        }
        brush.left(row.value(), end + 6, top + thick / 2, brush.palette().text());
    }

    private void paintAxis(Brush brush, double left, double top, double length, double bottom, boolean labelled) {
        for (double tick : ticks(axis.max() / axis.unitSize(), Math.max(1, (int) (length / PIXELS_PER_TICK)))) {
            double at = left + tick * axis.unitSize() / axis.max() * length;
            brush.gridLine(at, top, at, bottom);
            if (!labelled) {
                continue;
            }
            String label = BigDecimal.valueOf(tick)
                    .round(new MathContext(3))
                    .stripTrailingZeros()
                    .toPlainString();
            brush.centred(
                    label, at, bottom + Brush.LINE / 2 + 1, brush.palette().muted());
        }
        brush.gridLine(left, bottom, left + length, bottom);
    }

    /** Round values from 0 to max, so many or a few fewer steps. */
    static List<Double> ticks(double max, int steps) {
        double raw = max / steps;
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double step = power * 10;
        for (double digit : new double[] {1, 2, 5}) {
            if (digit * power >= raw * 0.999) {
                step = digit * power;
                break;
            }
        }
        if (step > max) {
            step = power * Math.floor(max / power); // one tick besides zero, however short the axis
        }
        List<Double> values = new ArrayList<>();
        for (int i = 0; i * step <= max * 1.0001; i++) {
            values.add(i * step);
        }
        return values;
    }
}
