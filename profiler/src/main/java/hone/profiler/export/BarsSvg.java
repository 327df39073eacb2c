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
        SvgMarks marks = new SvgMarks();
        for (int i = 0; i < bars.size(); i++) {
            Bar bar = bars.get(i);
            double y = i * ROW + 2;
            double length = most > 0 ? Math.max(0, bar.value() / most) * (WIDTH - LEFT - RIGHT) : 0;
            marks.text(LEFT - 8, y + 17, "end", cut(bar.name()))
                    .rect(SvgMarks.named("bar " + bar.side()) + " rx=\"2\"", LEFT, y + 4, length, 18)
                    .text(LEFT + length + 8, y + 17, "start", bar.words());
        }
        return marks.picture(id, title, WIDTH, bars.size() * ROW + 4);
    }

    private static String cut(String name) {
        return name.length() <= LONGEST ? name : name.substring(0, LONGEST - 1) + "…";
    }
}
