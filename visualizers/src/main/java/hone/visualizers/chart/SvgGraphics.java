package hone.visualizers.chart;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Composite;
import java.awt.Font;
import java.awt.Graphics;
import java.awt.Paint;
import java.awt.Rectangle;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.PathIterator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is drawn on it as SVG 1.1: every shape a path in the document's own coordinates, every string a text
 * element, so that labels stay text that can be searched and edited.
 */
final class SvgGraphics extends ShapeGraphics {
    private final StringBuilder body;
    private final int[] clips;
    private AffineTransform transform = new AffineTransform();
    private Paint paint = Color.BLACK;
    private Color background = Color.WHITE;
    private Stroke stroke = new BasicStroke(1);
    private Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    private @Nullable Area clip; // in the document's coordinates
    private String clipReference = "";

    SvgGraphics() {
        this(new StringBuilder(), new int[1]);
    }

    private SvgGraphics(StringBuilder body, int[] clips) {
        this.body = body;
        this.clips = clips;
    }

    /** The finished document. */
    String document(double width, double height, String title) {
        return String.format(Locale.ROOT, """
                <?xml version="1.0" encoding="UTF-8"?>
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$s" height="%2$s" viewBox="0 0 %1$s %2$s" role="img">
                <title>%3$s</title>
                %4$s</svg>
                """, number(width), number(height), escape(title), body);
    }

    @Override
    public void draw(Shape shape) {
        BasicStroke line = stroke instanceof BasicStroke basic ? basic : new BasicStroke(1);
        StringBuilder style = new StringBuilder("fill=\"none\" stroke=\"")
                .append(hex())
                .append("\" stroke-opacity=\"")
                .append(opacity())
                .append("\" stroke-width=\"")
                .append(number(line.getLineWidth()))
                .append('"');
        float[] dashes = line.getDashArray();
        if (dashes != null) {
            style.append(" stroke-dasharray=\"");
            for (float dash : dashes) {
                style.append(number(dash)).append(' ');
            }
            style.append('"');
        }
        path(shape, style.toString());
    }

    @Override
    public void fill(Shape shape) {
        path(shape, "stroke=\"none\" fill=\"" + hex() + "\" fill-opacity=\"" + opacity() + '"');
    }

    @Override
    public void drawString(String text, float x, float y) {
        double[] m = new double[6];
        transform.getMatrix(m);
        body.append("<g").append(clipReference).append("><text transform=\"matrix(");
        for (double value : m) {
            body.append(number(value)).append(' ');
        }
        body.append(")\" x=\"").append(number(x)).append("\" y=\"").append(number(y));
        body.append("\" font-family=\"").append(escape(font.getFamily())).append(", sans-serif\" font-size=\"");
        body.append(number(font.getSize2D())).append("\" fill=\"").append(hex());
        body.append("\" fill-opacity=\"").append(opacity()).append("\">");
        body.append(escape(text)).append("</text></g>\n");
    }

    private void path(Shape shape, String style) {
        body.append("<path").append(clipReference).append(' ').append(style).append(" d=\"");
        points(shape.getPathIterator(transform));
        body.append("\"/>\n");
    }

    private void points(PathIterator path) {
        double[] p = new double[6];
        for (; !path.isDone(); path.next()) {
            int kind = path.currentSegment(p);
            String letter = "MLQCZ".substring(kind, kind + 1);
            int numbers = new int[] {2, 2, 4, 6, 0}[kind];
            body.append(letter);
            for (int i = 0; i < numbers; i++) {
                body.append(number(p[i])).append(' ');
            }
        }
    }

    private String hex() {
        Color color = paint instanceof Color c ? c : Color.GRAY;
        return String.format(Locale.ROOT, "#%06x", color.getRGB() & 0xFFFFFF);
    }

    private String opacity() {
        return number(paint instanceof Color c ? c.getAlpha() / 255.0 : 1);
    }

    private static String number(double value) {
        double rounded = Math.rint(value * 100) / 100;
        return rounded == (long) rounded ? Long.toString((long) rounded) : Double.toString(rounded);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    @Override
    public Graphics create() {
        SvgGraphics copy = new SvgGraphics(body, clips);
        copy.transform = new AffineTransform(transform);
        copy.paint = paint;
        copy.background = background;
        copy.stroke = stroke;
        copy.font = font;
        copy.clip = clip;
        copy.clipReference = clipReference;
        copy.addRenderingHints(getRenderingHints());
        return copy;
    }

    @Override
    public void dispose() {}

    @Override
    public void setClip(@Nullable Shape shape) {
        clip = shape == null ? null : new Area(transform.createTransformedShape(shape));
        writeClip();
    }

    @Override
    public void clip(Shape shape) {
        Area area = new Area(transform.createTransformedShape(shape));
        if (clip != null) {
            area.intersect(clip);
        }
        clip = area;
        writeClip();
    }

    private void writeClip() {
        if (clip == null) {
            clipReference = "";
            return;
        }
        String id = "clip" + clips[0]++;
        body.append("<clipPath id=\"").append(id).append("\"><path d=\"");
        points(clip.getPathIterator(null));
        body.append("\"/></clipPath>\n");
        clipReference = " clip-path=\"url(#" + id + ")\"";
    }

    @Override
    public @Nullable Shape getClip() {
        if (clip == null) {
            return null;
        }
        try {
            return transform.createInverse().createTransformedShape(clip);
        } catch (java.awt.geom.NoninvertibleTransformException e) {
            return clip;
        }
    }

    @Override
    public @Nullable Rectangle getClipBounds() {
        Shape shape = getClip();
        return shape == null ? null : shape.getBounds();
    }

    @Override
    public void transform(AffineTransform more) {
        transform.concatenate(more);
    }

    @Override
    public void setTransform(AffineTransform other) {
        transform = new AffineTransform(other);
    }

    @Override
    public AffineTransform getTransform() {
        return new AffineTransform(transform);
    }

    @Override
    public Paint getPaint() {
        return paint;
    }

    @Override
    public void setPaint(@Nullable Paint other) {
        paint = other == null ? paint : other;
    }

    @Override
    public Color getColor() {
        return paint instanceof Color color ? color : Color.BLACK;
    }

    @Override
    public void setColor(@Nullable Color color) {
        setPaint(color);
    }

    @Override
    public Color getBackground() {
        return background;
    }

    @Override
    public void setBackground(Color color) {
        background = color;
    }

    @Override
    public Composite getComposite() {
        return AlphaComposite.SrcOver;
    }

    @Override
    public Stroke getStroke() {
        return stroke;
    }

    @Override
    public void setStroke(Stroke other) {
        stroke = other;
    }

    @Override
    public Font getFont() {
        return font;
    }

    @Override
    public void setFont(@Nullable Font other) {
        font = other == null ? font : other;
    }
}
