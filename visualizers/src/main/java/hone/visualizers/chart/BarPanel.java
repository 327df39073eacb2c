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
 * @param rows from top to bottom
 * @param axis what the numbers along it are
 */
public record BarPanel(String title, List<Row> rows, Scale axis) {
    private static final double THICKEST = 22;
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
        rows = List.copyOf(rows);
    }

    /** Height of everything but the bars. */
    public static double overhead() {
        return 2 * Brush.LINE + 4;
    }

    /** Paints into the rectangle. */
    public void paint(Brush brush, double x, double y, double width, double height) {
        double labels =
                rows.stream().mapToDouble(r -> brush.width(r.label())).max().orElse(0) + 8;
        double values =
                rows.stream().mapToDouble(r -> brush.width(r.value())).max().orElse(0) + 10;
        double left = x + labels;
        double length = Math.max(20, width - labels - values);
        double top = y + Brush.LINE + 2;
        double bottom = y + height - Brush.LINE;
        double pitch = (bottom - top) / Math.max(1, rows.size());
        double thick = Math.min(THICKEST, pitch * 0.74);
        brush.strong(title, x, y + Brush.LINE / 2, brush.palette().muted());
        paintAxis(brush, left, top, length, bottom);
        for (int i = 0; i < rows.size(); i++) {
            double middle = top + (i + 0.5) * pitch;
            brush.right(rows.get(i).label(), left - 8, middle, brush.palette().text());
            paintBar(brush, rows.get(i), left, middle - thick / 2, length, thick);
        }
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

    private void paintAxis(Brush brush, double left, double top, double length, double bottom) {
        for (double tick : ticks(axis.max() / axis.unitSize(), Math.max(1, (int) (length / PIXELS_PER_TICK)))) {
            double at = left + tick * axis.unitSize() / axis.max() * length;
            brush.gridLine(at, top, at, bottom);
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
