package hone.visualizers.chart;

import hone.visualizers.theme.ChartPalette;
import hone.visualizers.theme.ThemeFonts;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** A few strokes that all bar pictures share, in the fonts and colours of a palette. */
public final class Brush {
    /** Height of a line of chart text, in pixels. */
    public static final double LINE = 15;

    private static final Font PLAIN = new Font(ThemeFonts.TEXT, Font.PLAIN, 11);
    private static final Font STRONG = new Font(ThemeFonts.STRONG, Font.PLAIN, 11);
    private static final double HATCH = 5;

    /** One for all targets: a graphics' own depends on its state, and a legend would wrap otherwise than measured. */
    private static final FontRenderContext METRICS = new FontRenderContext(null, true, true);

    private final Graphics2D graphics;
    private final ChartPalette palette;

    public Brush(Graphics2D graphics, ChartPalette palette) {
        this.graphics = graphics;
        this.palette = palette;
    }

    /** The colours it paints with. */
    public ChartPalette palette() {
        return palette;
    }

    /** Fills everything with the background. */
    public void clear(double width, double height) {
        graphics.setPaint(palette.background());
        graphics.fill(new Rectangle2D.Double(0, 0, width, height));
    }

    /** How wide a text is. */
    public double width(String text) {
        return STRONG.getStringBounds(text, METRICS).getWidth();
    }

    /** Text whose left end is at x, its line centred on y. */
    public void left(String text, double x, double y, Color color) {
        write(text, x, y, color, PLAIN);
    }

    /** As {@link #left}, semi-bold. */
    public void strong(String text, double x, double y, Color color) {
        write(text, x, y, color, STRONG);
    }

    /** Text whose right end is at x. */
    public void right(String text, double x, double y, Color color) {
        write(text, x - plainWidth(text), y, color, PLAIN);
    }

    /** Text centred on x. */
    public void centred(String text, double x, double y, Color color) {
        write(text, x - plainWidth(text) / 2, y, color, PLAIN);
    }

    private double plainWidth(String text) {
        return PLAIN.getStringBounds(text, METRICS).getWidth();
    }

    private void write(String text, double x, double y, Color color, Font font) {
        graphics.setFont(font);
        graphics.setPaint(color);
        graphics.drawString(text, (float) x, (float) (y + 4));
    }

    /** A filled bar; a hatched one is pale with slanted lines, to be told apart without colour. */
    public void bar(double x, double y, double width, double height, Color color, boolean hatched) {
        if (width <= 0) {
            return;
        }
        var box = new Rectangle2D.Double(x, y, width, height);
        if (!hatched) {
            graphics.setPaint(color);
            graphics.fill(box);
            return;
        }
        graphics.setPaint(ChartPalette.fade(color, 0.3));
        graphics.fill(box);
        graphics.setPaint(color);
        graphics.setStroke(new BasicStroke(1));
        for (double start = x - height; start < x + width; start += HATCH) {
            slant(start, box);
        }
        graphics.draw(new Rectangle2D.Double(x + 0.5, y + 0.5, Math.max(0, width - 1), height - 1));
    }

    /** The part within the box of a line that rises at 45° from the box's foot at {@code start}. */
    private void slant(double start, Rectangle2D box) {
        double from = Math.max(0, box.getMinX() - start);
        double to = Math.min(box.getHeight(), box.getMaxX() - start);
        if (to > from) {
            graphics.draw(new Line2D.Double(start + from, box.getMaxY() - from, start + to, box.getMaxY() - to));
        }
    }

    /** A round dot. */
    public void dot(double x, double y, double size, Color color) {
        graphics.setPaint(color);
        graphics.fill(new Ellipse2D.Double(x - size / 2, y - size / 2, size, size));
    }

    /** An interval as a whisker with end caps. */
    public void whisker(double low, double high, double y, double height) {
        graphics.setPaint(palette.text());
        graphics.setStroke(new BasicStroke(1.4f));
        var path = new Path2D.Double();
        path.moveTo(low, y);
        path.lineTo(high, y);
        path.moveTo(low, y - height / 2);
        path.lineTo(low, y + height / 2);
        path.moveTo(high, y - height / 2);
        path.lineTo(high, y + height / 2);
        graphics.draw(path);
    }

    /** A thin line in the colour of grid lines. */
    public void gridLine(double x1, double y1, double x2, double y2) {
        graphics.setPaint(palette.grid());
        graphics.setStroke(new BasicStroke(1));
        graphics.draw(new Line2D.Double(x1, y1, x2, y2));
    }
}
