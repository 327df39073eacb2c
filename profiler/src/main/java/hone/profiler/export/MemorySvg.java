package hone.profiler.export;

import hone.profiler.memory.MemorySample;
import hone.profiler.memory.MemoryTimeline;
import hone.profiler.report.MemoryPart;
import hone.profiler.report.MemoryReading;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * A memory timeline as a picture of its own: the parts of what is resident stacked over time, with what is unattributed on
 * top, so that the upper edge is what the operating system says; marks where a piece of the work began; a legend.
 */
public final class MemorySvg {
    private static final double HEIGHT = 520;
    private static final double LEFT = 70;
    private static final double RIGHT = 750;
    private static final double TOP = 40;
    private static final double BOTTOM = 460;
    private static final int LINES = 8;
    private static final double MB = 1e6;
    /** One for each category by its place among all, so that it has the same in every picture; what is free is pale. */
    private static final String[] COLOURS = {
        "#0b66d0", "#7cc0ff", "#e08a2c", "#7a5ac2", "#2e9c94", "#d46a8c", "#8c99a6", "#1f4e79", "#bfd3e6", "#9ad9cf",
        "#a8541c", "#f2c879", "#5b7f2b", "#c2a24a", "#b7c94c", "#5a3d6b", "#dccbe3"
    };

    private static final String UNATTRIBUTED = "#c7ced5";

    private final MemoryTimeline timeline;
    private final double highest;
    private final double longest;
    private final StringBuilder svg = new StringBuilder();

    private MemorySvg(MemoryTimeline timeline) {
        this.timeline = timeline;
        long most = timeline.samples().stream()
                .mapToLong(sample -> sum(sample.reading()))
                .max()
                .orElse(1);
        highest = Math.max(1, 1.05 * (double) most);
        longest = Math.max(1.0, (double) timeline.last().nanos());
    }

    /** @param title above the picture */
    public static String of(String title, MemoryTimeline timeline) {
        return new MemorySvg(timeline).draw(title);
    }

    private static long sum(MemoryReading reading) {
        return reading.parts().stream().mapToLong(MemoryPart::bytes).sum() + reading.unattributed();
    }

    private String draw(String title) {
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1000 520\" role=\"img\" aria-label=\"")
                .append(Markup.text(title))
                .append(
                        "\" font-family=\"sans-serif\" font-size=\"13\" fill=\"#24292f\">\n<rect width=\"1000\" height=\"520\""
                                + " fill=\"#ffffff\"/>\n");
        text(LEFT, 22, "start", title);
        areas();
        axes();
        return svg.append("</svg>\n").toString();
    }

    private void areas() {
        double[] below = new double[timeline.samples().size()];
        List<String> all = List.copyOf(timeline.categories());
        List<String> shown =
                all.stream().filter(category -> timeline.most(category) > 0).toList();
        for (int i = 0; i < shown.size(); i++) {
            String category = shown.get(i);
            String colour = COLOURS[all.indexOf(category) % COLOURS.length];
            area(below, colour, sample -> sample.reading().bytes(category));
            legend(i, category, colour);
        }
        area(below, UNATTRIBUTED, sample -> sample.reading().unattributed());
        legend(shown.size(), "unattributed", UNATTRIBUTED);
    }

    /** The lowest area stands lowest. */
    private void legend(int place, String category, String colour) {
        double y = BOTTOM - 12 - 22.0 * place;
        rect(RIGHT + 20, y, colour);
        text(RIGHT + 40, y + 11, "start", category);
    }

    /** Draws one category upon those below, and raises them by it. */
    private void area(double[] below, String colour, ToLongFunction<MemorySample> bytes) {
        StringBuilder upper = new StringBuilder();
        StringBuilder lower = new StringBuilder();
        for (int i = 0; i < below.length; i++) {
            MemorySample sample = timeline.samples().get(i);
            String x = Markup.place(x((double) sample.nanos()));
            lower.insert(0, x + "," + Markup.place(y(below[i])) + " ");
            below[i] += bytes.applyAsLong(sample);
            upper.append(x).append(',').append(Markup.place(y(below[i]))).append(' ');
        }
        svg.append("<polygon fill=\"")
                .append(colour)
                .append("\" points=\"")
                .append(upper)
                .append(lower.toString().strip())
                .append("\"/>\n");
    }

    private void axes() {
        double bytes = round(highest / LINES);
        for (int i = 0; i * bytes <= highest; i++) {
            line(LEFT, y(i * bytes), RIGHT, y(i * bytes), "#24292f22");
            text(LEFT - 6, y(i * bytes) + 4, "end", number(i * bytes / MB));
        }
        double nanos = round(longest / LINES);
        for (int i = 0; i * nanos <= longest; i++) {
            text(x(i * nanos), BOTTOM + 18, "middle", number(i * nanos / 1e9));
        }
        line(LEFT, BOTTOM, RIGHT, BOTTOM, "#24292f");
        line(LEFT, TOP, LEFT, BOTTOM, "#24292f");
        text((LEFT + RIGHT) / 2, HEIGHT - 14, "middle", "time (s)");
        svg.append("<text x=\"18\" y=\"250\" text-anchor=\"middle\" transform=\"rotate(-90 18 250)\">"
                + "resident memory (MB)</text>\n");
        for (MemoryTimeline.Mark mark : timeline.marks()) {
            double at = x((double) mark.nanos());
            line(at, TOP, at, BOTTOM, "#24292f");
            boolean atEnd = at > RIGHT - 60;
            text(atEnd ? at - 4 : at + 4, TOP + 12, atEnd ? "end" : "start", mark.what());
        }
    }

    /** The next of 1, 2 and 5, times a power of ten. */
    private static double round(double step) {
        double power = Math.pow(10, Math.floor(Math.log10(step)));
        double digit = step / power;
        return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
    }

    private static String number(double value) {
        return BigDecimal.valueOf(value)
                .round(new MathContext(6))
                .stripTrailingZeros()
                .toPlainString();
    }

    private double x(double nanos) {
        return LEFT + (RIGHT - LEFT) * Math.clamp(nanos / longest, 0.0, 1.0);
    }

    private double y(double bytes) {
        return BOTTOM - (BOTTOM - TOP) * bytes / highest;
    }

    private void rect(double x, double y, String colour) {
        svg.append("<rect x=\"").append(Markup.place(x)).append("\" y=\"").append(Markup.place(y));
        svg.append("\" width=\"14\" height=\"14\" fill=\"").append(colour).append("\"/>\n");
    }

    private void line(double x1, double y1, double x2, double y2, String colour) {
        svg.append("<line stroke=\"").append(colour).append("\" x1=\"").append(Markup.place(x1));
        svg.append("\" y1=\"").append(Markup.place(y1)).append("\" x2=\"").append(Markup.place(x2));
        svg.append("\" y2=\"").append(Markup.place(y2)).append("\"/>\n");
    }

    private void text(double x, double y, String anchor, String words) {
        svg.append("<text x=\"").append(Markup.place(x)).append("\" y=\"").append(Markup.place(y));
        svg.append("\" text-anchor=\"")
                .append(anchor)
                .append("\">")
                .append(Markup.text(words))
                .append("</text>\n");
    }
}
