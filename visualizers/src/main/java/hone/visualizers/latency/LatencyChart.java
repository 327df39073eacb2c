package hone.visualizers.latency;

import hone.profiler.report.Latency;
import hone.profiler.report.RunReport;
import hone.visualizers.Texts;
import hone.visualizers.chart.Brush;
import hone.visualizers.chart.Legend;
import hone.visualizers.theme.ChartPalette;
import hone.visualizers.theme.ThemeFonts;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.Axis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.Marker;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleInsets;
import org.jspecify.annotations.Nullable;

/** The JFreeChart behind the latency picture: axes, lines, medians and intervals in the colours of a palette. */
final class LatencyChart {
    private static final int MANY = 400;
    private static final float[] DASHES = {4, 3};

    private final Texts texts;
    private final TraceDataset data;
    private final NumberAxis blockAxis = new NumberAxis();
    private final LatencyAxis latencyAxis = new LatencyAxis();
    private final XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, true);
    private final XYPlot plot;
    private final JFreeChart chart;

    LatencyChart(Texts texts) {
        this.texts = texts;
        data = new TraceDataset(texts.get("arm.baseline"), texts.get("arm.candidate"));
        plot = new XYPlot(data, blockAxis, latencyAxis, renderer);
        chart = new JFreeChart(null, null, plot, false);
        chart.setAntiAlias(true);
        chart.setPadding(new RectangleInsets(0, 2, 2, 8));
        plot.setOutlineVisible(false);
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        plot.setDomainGridlinesVisible(false);
        blockAxis.setAutoRange(false);
        blockAxis.setLabel(texts.get("latency.axis.block"));
        blockAxis.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
    }

    /** Takes over the lines and the ranges of the axes. */
    void set(Points baseline, Points candidate, int blocks, StickyRange range) {
        data.set(baseline, candidate);
        blockAxis.setRange(0, blocks);
        if (range.isSet()) {
            latencyAxis.setRange(range.low(), range.high());
        }
        showShapes(TraceDataset.BASELINE, baseline.size());
        showShapes(TraceDataset.CANDIDATE, candidate.size());
    }

    private void showShapes(int series, int points) {
        renderer.setSeriesShapesVisible(series, points <= MANY);
        renderer.setSeriesLinesVisible(series, points > MANY);
        double size = points <= MANY / 4 ? 4 : 3;
        renderer.setSeriesShape(series, new Ellipse2D.Double(-size / 2, -size / 2, size, size));
    }

    /** Draws medians and intervals of a finished trial, or none. */
    void mark(@Nullable RunReport report, ChartPalette palette) {
        plot.clearRangeMarkers();
        if (report != null) {
            mark(report.baseline().latency(), palette.baseline(), true);
            mark(report.candidate().latency(), palette.candidate(), false);
        }
    }

    private void mark(Latency latency, Color color, boolean dashed) {
        Marker interval = new IntervalMarker(latency.low(), latency.high(), ChartPalette.fade(color, 0.22));
        plot.addRangeMarker(interval, Layer.BACKGROUND);
        BasicStroke line = dashed
                ? new BasicStroke(1.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, DASHES, 0)
                : new BasicStroke(1.6f);
        plot.addRangeMarker(new ValueMarker(latency.median(), color, line), Layer.FOREGROUND);
    }

    /** Draws the axis' title and the legend above, in one line where they fit, and the chart below. */
    void draw(Graphics2D graphics, double width, double height, ChartPalette palette) {
        dress(palette);
        var brush = new Brush(graphics, palette);
        brush.clear(width, height);
        String title = texts.get("latency.axis.latency", latencyAxis.unit().symbol());
        List<Legend.Entry> legend = legend(palette);
        brush.strong(title, 4, Brush.LINE / 2, palette.muted());
        double beside = 4 + brush.width(title) + 18;
        boolean fits = beside + Legend.width(brush, legend) <= width;
        double top = fits
                ? Legend.paint(brush, legend, beside, 0, width - beside)
                : Brush.LINE + Legend.paint(brush, legend, 4, Brush.LINE, width - 8);
        chart.draw(graphics, new Rectangle2D.Double(0, top + 4, width, height - top - 4));
    }

    private List<Legend.Entry> legend(ChartPalette palette) {
        return List.of(
                new Legend.Entry(texts.get("arm.baseline"), palette.baseline(), Legend.Kind.DOT),
                new Legend.Entry(texts.get("arm.candidate"), palette.candidate(), Legend.Kind.DOT),
                new Legend.Entry(texts.get("latency.legend.median"), palette.text(), Legend.Kind.LINE));
    }

    private void dress(ChartPalette palette) {
        chart.setBackgroundPaint(palette.background());
        plot.setBackgroundPaint(palette.background());
        plot.setRangeGridlinePaint(palette.grid());
        plot.setRangeGridlineStroke(new BasicStroke(1));
        dress(blockAxis, palette);
        dress(latencyAxis, palette);
        dress(TraceDataset.BASELINE, palette.baseline());
        dress(TraceDataset.CANDIDATE, palette.candidate());
    }

    private void dress(int series, Color color) {
        renderer.setSeriesPaint(series, color);
        renderer.setSeriesStroke(series, new BasicStroke(1.1f));
    }

    private static void dress(Axis axis, ChartPalette palette) {
        axis.setLabelFont(new Font(ThemeFonts.TEXT, Font.PLAIN, 11));
        axis.setTickLabelFont(new Font(ThemeFonts.TEXT, Font.PLAIN, 11));
        axis.setLabelPaint(palette.muted());
        axis.setTickLabelPaint(palette.muted());
        axis.setAxisLinePaint(palette.grid());
        axis.setTickMarkPaint(palette.grid());
    }
}
