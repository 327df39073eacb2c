package hone.profiler.export;

/** The marks of a picture, one after the other, as SVG. */
final class SvgMarks {
    private final StringBuilder svg = new StringBuilder();

    /** How a mark looks: by a class of the page's style sheet. */
    static String named(String name) {
        return "class=\"" + name + "\"";
    }

    /** How a line looks in a picture that has no style sheet. */
    static String stroke(String colour) {
        return "stroke=\"" + colour + "\"";
    }

    /** How an area looks in a picture that has no style sheet. */
    static String fill(String colour) {
        return "fill=\"" + colour + "\"";
    }

    SvgMarks line(String look, double x1, double y1, double x2, double y2) {
        svg.append("<line ").append(look);
        place("x1", x1);
        place("y1", y1);
        place("x2", x2);
        place("y2", y2);
        svg.append("/>\n");
        return this;
    }

    SvgMarks rect(String look, double x, double y, double width, double height) {
        svg.append("<rect ").append(look);
        place("x", x);
        place("y", y);
        place("width", width);
        place("height", height);
        svg.append("/>\n");
        return this;
    }

    SvgMarks circle(String look, double x, double y, double radius) {
        svg.append("<circle ").append(look);
        place("cx", x);
        place("cy", y);
        place("r", radius);
        svg.append("/>\n");
        return this;
    }

    /** @param points pairs of places: "1.00,2.00 3.00,4.00" */
    SvgMarks polygon(String look, String points) {
        svg.append("<polygon ").append(look).append(" points=\"").append(points).append("\"/>\n");
        return this;
    }

    /** An open row of lines through points: "1.00,2.00 3.00,4.00". */
    SvgMarks polyline(String look, String points) {
        svg.append("<polyline fill=\"none\" ")
                .append(look)
                .append(" points=\"")
                .append(points)
                .append("\"/>\n");
        return this;
    }

    /** @param anchor "start", "middle" or "end" of the words stands at the place */
    SvgMarks text(double x, double y, String anchor, String words) {
        svg.append("<text");
        place("x", x);
        place("y", y);
        svg.append(" text-anchor=\"").append(anchor).append("\">");
        svg.append(Markup.text(words)).append("</text>\n");
        return this;
    }

    private void place(String name, double value) {
        svg.append(' ').append(name).append("=\"").append(Markup.place(value)).append('"');
    }

    /**
     * The picture, for a page with a style sheet.
     *
     * @param id one that no other picture of the page has
     * @param title what it shows, for who cannot see it
     */
    String picture(String id, String title, double width, double height) {
        return "<svg viewBox=\"0 0 " + Markup.place(width) + " " + Markup.place(height)
                + "\" role=\"img\" aria-labelledby=\"" + id + "\"><title id=\"" + id + "\">" + Markup.text(title)
                + "</title>" + svg + "</svg>";
    }

    /** The marks alone. */
    @Override
    public String toString() {
        return svg.toString();
    }
}
