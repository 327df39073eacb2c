package hone.visualizers.latency;

import hone.profiler.report.Latency;
import hone.profiler.report.RunReport;
import hone.visualizers.Figures;
import hone.visualizers.Texts;
import hone.visualizers.chart.DataTable;
import hone.visualizers.chart.Picture;
import hone.visualizers.theme.ChartPalette;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every timed sample of both arms over the interleaved blocks, with median and interval once they are known. */
final class LatencyPicture implements Picture {
    private final Texts texts;
    private final LatencyChart chart;
    private final StickyRange range = new StickyRange();
    private LatencyTrace trace = new LatencyTrace();
    private @Nullable RunReport report;
    private int expectedBlocks = 1;
    private boolean fresh;

    LatencyPicture(Texts texts) {
        this.texts = texts;
        chart = new LatencyChart(texts);
    }

    /** Follows a trial that has just begun. */
    void follow(LatencyTrace live) {
        trace = live;
        report = null;
        fresh = true;
    }

    /** Shows a finished trial. */
    void show(RunReport finished) {
        boolean followed = trace.blocks() > 0 && report == null;
        trace = LatencyTrace.of(finished);
        report = finished;
        expectedBlocks = Math.max(1, trace.blocks());
        fresh = !followed;
    }

    LatencyTrace trace() {
        return trace;
    }

    void setLocked(boolean locked) {
        range.setLocked(locked);
    }

    @Override
    public void paint(Graphics2D graphics, double width, double height, ChartPalette palette) {
        int blocks = Math.max(expectedBlocks, trace.blocks());
        expectedBlocks = blocks;
        int columns = Math.max(40, (int) width - 70);
        Points a = trace.baseline().decimated(0, blocks, columns);
        Points b = trace.candidate().decimated(0, blocks, columns);
        follow(a, b);
        chart.set(a, b, blocks, range);
        chart.mark(report, palette);
        chart.draw(graphics, width, height, palette);
    }

    private void follow(Points a, Points b) {
        double least = Math.min(least(a), least(b));
        double most = Math.max(most(a), most(b));
        if (!(most >= least) || least <= 0) {
            return;
        }
        if (fresh) {
            range.fit(least, most);
            fresh = false;
        } else {
            range.include(least, most);
        }
    }

    private static double least(Points points) {
        return java.util.Arrays.stream(points.ys()).min().orElse(Double.POSITIVE_INFINITY);
    }

    private static double most(Points points) {
        return java.util.Arrays.stream(points.ys()).max().orElse(Double.NEGATIVE_INFINITY);
    }

    @Override
    public DataTable table() {
        List<List<String>> rows = new ArrayList<>();
        if (report != null) {
            addRows(rows, texts.get("arm.baseline"), report.baseline().latency());
            addRows(rows, texts.get("arm.candidate"), report.candidate().latency());
        }
        return new DataTable(
                "latency",
                List.of(
                        texts.get("latency.column.arm"),
                        texts.get("latency.column.block"),
                        texts.get("latency.column.sample"),
                        texts.get("latency.column.nanos"),
                        texts.get("latency.column.marked")),
                rows);
    }

    private void addRows(List<List<String>> rows, String arm, Latency latency) {
        for (int i = 0; i < latency.samples().size(); i++) {
            rows.add(List.of(
                    arm,
                    Integer.toString(latency.blocks().get(i)),
                    Integer.toString(i + 1),
                    String.format(
                            java.util.Locale.ROOT, "%.1f", latency.samples().get(i)),
                    latency.marked().contains(i) ? texts.get("latency.marked") : ""));
        }
    }

    @Override
    public String description() {
        if (report == null) {
            return texts.get("latency.description.live", Integer.toString(trace.blocks()));
        }
        return texts.get(
                "latency.description",
                summary(report.baseline().latency()),
                summary(report.candidate().latency()));
    }

    private static String summary(Latency latency) {
        double half = (latency.high() - latency.low()) / 2;
        return Figures.duration(latency.median(), half) + " (" + Figures.durations(latency.low(), latency.high()) + ")";
    }
}
