package hone.visualizers.bars;

import hone.profiler.report.Arm;
import hone.profiler.report.Bytes;
import hone.profiler.report.Quality;
import hone.profiler.report.RunReport;
import hone.visualizers.Figures;
import hone.visualizers.Texts;
import hone.visualizers.Unit;
import hone.visualizers.chart.BarPanel;
import hone.visualizers.chart.Brush;
import hone.visualizers.chart.DataTable;
import hone.visualizers.chart.Legend;
import hone.visualizers.chart.Picture;
import hone.visualizers.theme.ChartPalette;
import java.awt.Color;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Quality with its interval, and the three sizes of the model, candidate against the pinned baseline. */
final class BarsPicture implements Picture {
    private static final double SIDE_BY_SIDE = 1.9;

    private final Texts texts;
    private @Nullable RunReport report;

    BarsPicture(Texts texts) {
        this.texts = texts;
    }

    void show(@Nullable RunReport shown) {
        report = shown;
    }

    @Override
    public void paint(Graphics2D graphics, double width, double height, ChartPalette palette) {
        var brush = new Brush(graphics, palette);
        brush.clear(width, height);
        RunReport shown = report;
        if (shown == null) {
            return;
        }
        double top = Legend.paint(brush, legend(palette), 4, 0, width - 8) + 4;
        BarPanel quality = qualityPanel(shown, palette);
        BarPanel size = sizePanel(shown, palette);
        double room = height - top;
        if (width / room > SIDE_BY_SIDE) {
            double left = width * 0.46;
            double bars = (room - BarPanel.overhead()) / 3 + BarPanel.overhead();
            quality.paint(brush, 4, top, left - 10, Math.min(room, bars * 1.25));
            size.paint(brush, left + 4, top, width - left - 8, room);
        } else {
            double upper = BarPanel.overhead() + (room - 2 * BarPanel.overhead()) * 0.28;
            quality.paint(brush, 4, top, width - 8, upper - 2);
            size.paint(brush, 4, top + upper + 2, width - 8, room - upper - 2);
        }
    }

    private List<Legend.Entry> legend(ChartPalette palette) {
        return List.of(
                new Legend.Entry(texts.get("arm.baseline"), palette.baseline(), Legend.Kind.HATCHED),
                new Legend.Entry(texts.get("arm.candidate"), palette.candidate(), Legend.Kind.FILLED),
                new Legend.Entry(texts.get("bars.interval"), palette.text(), Legend.Kind.WHISKER));
    }

    private BarPanel qualityPanel(RunReport shown, ChartPalette palette) {
        boolean share = shown.candidate().quality().isShare();
        double max = share
                ? 1
                : 1.1
                        * Math.max(
                                shown.baseline().quality().high(),
                                shown.candidate().quality().high());
        String title = texts.get(
                share ? "bars.axis.share" : "bars.axis.metric",
                capital(shown.candidate().quality().metric()));
        var rows = List.of(
                qualityRow(texts.get("arm.baseline"), shown.baseline(), palette.baseline(), true),
                qualityRow(texts.get("arm.candidate"), shown.candidate(), palette.candidate(), false));
        return new BarPanel(title, rows, new BarPanel.Scale(max, share ? 0.01 : 1));
    }

    private static BarPanel.Row qualityRow(String label, Arm arm, Color color, boolean hatched) {
        Quality quality = arm.quality();
        return new BarPanel.Row(
                label,
                List.of(new BarPanel.Part(Math.max(0, quality.value()), color, hatched)),
                new BarPanel.Interval(Math.max(0, quality.low()), Math.max(0, quality.high())),
                Figures.quality(quality));
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    private BarPanel sizePanel(RunReport shown, ChartPalette palette) {
        List<BarPanel.Row> rows = new ArrayList<>();
        double max = 1;
        for (Size size : sizes()) {
            long before = size.of().applyAsLong(shown.baseline().bytes());
            long after = size.of().applyAsLong(shown.candidate().bytes());
            max = Math.max(max, (double) Math.max(before, after));
            rows.add(row(size.name(), before, palette.baseline(), true));
            rows.add(row("", after, palette.candidate(), false));
        }
        Unit unit = Unit.ofBytes(max);
        return new BarPanel(texts.get("bars.axis.size", unit.symbol()), rows, new BarPanel.Scale(max, unit.size()));
    }

    private static BarPanel.Row row(String label, long bytes, Color color, boolean hatched) {
        return new BarPanel.Row(label, List.of(new BarPanel.Part(bytes, color, hatched)), null, Figures.bytes(bytes));
    }

    private record Size(String name, ToLongFunction<Bytes> of) {}

    private List<Size> sizes() {
        return List.of(
                new Size(texts.get("bars.nominal"), Bytes::nominal),
                new Size(texts.get("bars.file"), Bytes::file),
                new Size(texts.get("bars.resident"), Bytes::resident));
    }

    @Override
    public DataTable table() {
        List<List<String>> rows = new ArrayList<>();
        RunReport shown = report;
        if (shown != null) {
            Quality before = shown.baseline().quality();
            Quality after = shown.candidate().quality();
            rows.add(List.of(capital(after.metric()), full(before), full(after)));
            for (Size size : sizes()) {
                rows.add(List.of(
                        texts.get("bars.row.bytes", size.name()),
                        Long.toString(size.of().applyAsLong(shown.baseline().bytes())),
                        Long.toString(size.of().applyAsLong(shown.candidate().bytes()))));
            }
        }
        return new DataTable(
                "accuracy-and-size",
                List.of(texts.get("bars.column.what"), texts.get("arm.baseline"), texts.get("arm.candidate")),
                rows);
    }

    private String full(Quality quality) {
        return texts.get(
                "bars.full",
                String.format(Locale.ROOT, "%.4f", quality.value()),
                String.format(Locale.ROOT, "%.4f", quality.low()),
                String.format(Locale.ROOT, "%.4f", quality.high()),
                Integer.toString(quality.n()));
    }

    @Override
    public String description() {
        RunReport shown = report;
        if (shown == null) {
            return texts.get("bars.empty");
        }
        return texts.get(
                "bars.description",
                shown.candidate().quality().metric(),
                Figures.quality(shown.baseline().quality()),
                Figures.quality(shown.candidate().quality()),
                Figures.bytes(shown.baseline().bytes().file()),
                Figures.bytes(shown.candidate().bytes().file()));
    }
}
