package hone.visualizers.chart;

import hone.visualizers.theme.ChartPalette;
import java.awt.Graphics2D;

/**
 * Something that can be drawn, read as a table and told in a sentence. It draws through AWT's {@link Graphics2D}, so
 * that one piece of code serves the canvas on the screen, the PNG and the SVG.
 */
public interface Picture {
    /** Draws into the rectangle from (0,0) to (width,height), background included. */
    void paint(Graphics2D graphics, double width, double height, ChartPalette palette);

    /** The same figures as a table: the picture's twin for those who cannot, or rather would not, read a chart. */
    DataTable table();

    /** What the picture shows, in a sentence or two, for a screen reader. */
    String description();
}
