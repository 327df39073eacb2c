package hone.visualizers.ops;

import hone.profiler.report.OpRow;
import hone.visualizers.Figures;
import hone.visualizers.Texts;
import hone.visualizers.Unit;
import hone.visualizers.chart.BarPanel;
import hone.visualizers.chart.Brush;
import hone.visualizers.chart.DataTable;
import hone.visualizers.chart.Picture;
import hone.visualizers.theme.ChartPalette;
import java.awt.Graphics2D;
import java.util.List;
import java.util.Locale;

/** The ops of a plan for export: as rows with every column, and as bars of their times. */
final class OpsPicture implements Picture {
    private static final List<String> COLUMNS = List.of(
            "name",
            "layer",
            "op",
            "kernel",
            "shape",
            "dtype",
            "flops",
            "executedFlops",
            "bytes",
            "nanos",
            "share",
            "reason");

    private final Texts texts;
    private List<OpRow> ops = List.of();

    OpsPicture(Texts texts) {
        this.texts = texts;
    }

    void show(List<OpRow> shown) {
        ops = List.copyOf(shown);
    }

    @Override
    public void paint(Graphics2D graphics, double width, double height, ChartPalette palette) {
        var brush = new Brush(graphics, palette);
        brush.clear(width, height);
        double max = Math.max(1, ops.stream().mapToDouble(OpRow::nanos).max().orElse(1));
        Unit unit = Unit.ofNanos(max);
        var rows = ops.stream()
                .map(op -> new BarPanel.Row(
                        op.name() + " · " + op.kernel(),
                        List.of(new BarPanel.Part(op.nanos(), palette.candidate(), false)),
                        null,
                        Figures.duration(op.nanos(), 0)))
                .toList();
        new BarPanel(texts.get("ops.axis", unit.symbol()), rows, new BarPanel.Scale(max, unit.size()))
                .paint(brush, 8, 8, width - 16, height - 16);
    }

    @Override
    public DataTable table() {
        return new DataTable("ops", COLUMNS, ops.stream().map(OpsPicture::row).toList());
    }

    private static List<String> row(OpRow op) {
        return List.of(
                op.name(),
                op.layer(),
                op.op(),
                op.kernel(),
                op.shape(),
                op.dtype(),
                Long.toString(op.flops()),
                Long.toString(op.executedFlops()),
                Long.toString(op.bytes()),
                String.format(Locale.ROOT, "%.1f", op.nanos()),
                String.format(Locale.ROOT, "%.4f", op.share()),
                op.reason());
    }

    @Override
    public String description() {
        return ops.stream()
                .max(java.util.Comparator.comparingDouble(OpRow::share))
                .map(op -> texts.get(
                        "ops.description", Integer.toString(ops.size()), op.name(), Figures.percent(op.share(), 0)))
                .orElseGet(() -> texts.get("ops.empty"));
    }
}
