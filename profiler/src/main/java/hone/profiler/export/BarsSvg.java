package hone.profiler.export;

import java.util.List;

/** Horizontal bars from zero, each with its name and its value in words. */
final class BarsSvg {
    private static final double WIDTH = 760;
    private static final double ROW = 26;
    private static final double LEFT = 210;
    private static final double RIGHT = 110;
    private static final int LONGEST = 30;

    private BarsSvg() {}

    /**
     * @param name of the value
     * @param value from 0
     * @param words the value with its unit
     * @param side "base" or "cand": whose it is
     */
    record Bar(String name, double value, String words, String side) {}

    /** @param id one that no other picture of the page has */
    static String of(String id, String title, List<Bar> bars) {
        double most = bars.stream().mapToDouble(Bar::value).max().orElse(1);
        StringBuilder svg = new StringBuilder();
        svg.append("<svg viewBox=\"0 0 760 ").append(Markup.place(bars.size() * ROW + 4));
        svg.append("\" role=\"img\" aria-labelledby=\"")
                .append(id)
                .append("\"><title id=\"")
                .append(id)
                .append("\">");
        svg.append(Markup.text(title)).append("</title>");
        for (int i = 0; i < bars.size(); i++) {
            Bar bar = bars.get(i);
            double y = i * ROW + 2;
            double length = most > 0 ? Math.max(0, bar.value() / most) * (WIDTH - LEFT - RIGHT) : 0;
            String text = Markup.place(y + 17);
            svg.append("<text x=\"")
                    .append(Markup.place(LEFT - 8))
                    .append("\" y=\"")
                    .append(text);
            svg.append("\" text-anchor=\"end\">")
                    .append(Markup.text(cut(bar.name())))
                    .append("</text>");
            svg.append("<rect class=\"bar ")
                    .append(bar.side())
                    .append("\" x=\"")
                    .append(Markup.place(LEFT));
            svg.append("\" y=\"")
                    .append(Markup.place(y + 4))
                    .append("\" width=\"")
                    .append(Markup.place(length));
            svg.append("\" height=\"18\" rx=\"2\"/>");
            svg.append("<text x=\"")
                    .append(Markup.place(LEFT + length + 8))
                    .append("\" y=\"")
                    .append(text);
            svg.append("\">").append(Markup.text(bar.words())).append("</text>");
        }
        return svg.append("</svg>").toString();
    }

    private static String cut(String name) {
        return name.length() <= LONGEST ? name : name.substring(0, LONGEST - 1) + "…";
    }
}
