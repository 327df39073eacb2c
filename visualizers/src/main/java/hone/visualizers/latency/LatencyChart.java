package hone.visualizers.latency;

import hone.profiler.report.Latency;
import hone.profiler.report.RunReport;
import hone.visualizers.Texts;
import hone.visualizers.theme.ChartPalette;
import hone.visualizers.theme.ThemeFonts;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.LegendItemSource;
import org.jfree.chart.axis.Axis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.Marker;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jspecify.annotations.Nullable;

/** The JFreeChart behind the latency picture: axes, lines, medians and intervals in the colours of a palette. */
final class LatencyChart {
    private static final int MANY = 400;
    private static final float[] DASHES = {4, 3};

    private static final Shape LEGEND_DOT = new Ellipse2D.Double(-3, -3, 6, 6);
    private static final Shape LEGEND_LINE = new Line2D.Double(-8, 0, 8, 0);

    private final Texts texts;
    private final TraceDataset data;
    private final NumberAxis blockAxis = new NumberAxis();
    private final LatencyAxis latencyAxis = new LatencyAxis();
    private final XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, true);
    private final XYPlot plot;
    private final JFreeChart chart;
    private Color medianPaint = Color.GRAY;

    LatencyChart(Texts texts) {
        this.texts = texts;
        data = new TraceDataset(texts.get("arm.baseline"), texts.get("arm.candidate"));
        plot = new XYPlot(data, blockAxis, latencyAxis, renderer);
        chart = new JFreeChart(null, null, plot, true);
        chart.setAntiAlias(true);
        chart.setPadding(new RectangleInsets(0, 2, 2, 8));
        plot.setOutlineVisible(false);
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        plot.setDomainGridlinesVisible(false);
        blockAxis.setAutoRange(false);
        blockAxis.setLabel(texts.get("latency.axis.block"));
        blockAxis.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        LegendTitle legend = chart.getLegend();
        legend.setPosition(RectangleEdge.TOP);
        legend.setHorizontalAlignment(HorizontalAlignment.LEFT);
        legend.setFrame(BlockBorder.NONE);
        legend.setItemFont(new Font(ThemeFonts.TEXT, Font.PLAIN, 11));
        legend.setPadding(0, 40, 2, 0);
        legend.setSources(new LegendItemSource[] {this::legend});
    }

    private LegendItemCollection legend() {
        var items = new LegendItemCollection();
        items.add(dot(texts.get("arm.baseline"), TraceDataset.BASELINE));
        items.add(dot(texts.get("arm.candidate"), TraceDataset.CANDIDATE));
        items.add(new LegendItem(
                texts.get("latency.legend.median"), null, null, null, LEGEND_LINE, new BasicStroke(1.6f), medianPaint));
        return items;
    }

    private LegendItem dot(String name, int series) {
        return new LegendItem(name, null, null, null, LEGEND_DOT, renderer.getSeriesPaint(series));
    }

    /** Takes over the lines and the ranges of the axes. */
    void set(Points baseline, Points candidate, int blocks, StickyRange range) {
        data.set(baseline, candidate);
        blockAxis.setRange(0, blocks);
        if (range.isSet()) {
            latencyAxis.setRange(range.low(), range.high());
        }
        latencyAxis.setLabel(
                texts.get("latency.axis.latency", latencyAxis.unit().symbol()));
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

    /** Draws. */
    void draw(Graphics2D graphics, Rectangle2D area, ChartPalette palette) {
        dress(palette);
        chart.draw(graphics, area);
    }

    private void dress(ChartPalette palette) {
        medianPaint = palette.text();
        chart.setBackgroundPaint(palette.background());
        plot.setBackgroundPaint(palette.background());
        plot.setRangeGridlinePaint(palette.grid());
        plot.setRangeGridlineStroke(new BasicStroke(1));
        chart.getLegend().setItemPaint(palette.text());
        chart.getLegend().setBackgroundPaint(palette.background());
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
