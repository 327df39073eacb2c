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
    private static final double WIDTH = 1000;
    private static final double HEIGHT = 520;
    private static final String INK = "#24292f";
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
    private final SvgMarks marks = new SvgMarks();

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
        marks.rect(SvgMarks.fill("#ffffff"), 0, 0, WIDTH, HEIGHT).text(LEFT, 22, "start", title);
        areas();
        axes();
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1000 520\" role=\"img\" aria-label=\""
                + Markup.text(title) + "\" font-family=\"sans-serif\" font-size=\"13\" fill=\"" + INK + "\">\n" + marks
                + "<text x=\"18\" y=\"250\" text-anchor=\"middle\" transform=\"rotate(-90 18 250)\">"
                + "resident memory (MB)</text>\n</svg>\n";
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
        marks.rect(SvgMarks.fill(colour), RIGHT + 20, y, 14, 14).text(RIGHT + 40, y + 11, "start", category);
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
        marks.polygon(SvgMarks.fill(colour), upper + lower.toString().strip());
    }

    private void axes() {
        double bytes = round(highest / LINES);
        for (int i = 0; i * bytes <= highest; i++) {
            marks.line(SvgMarks.stroke("#24292f22"), LEFT, y(i * bytes), RIGHT, y(i * bytes))
                    .text(LEFT - 6, y(i * bytes) + 4, "end", number(i * bytes / MB));
        }
        double nanos = round(longest / LINES);
        for (int i = 0; i * nanos <= longest; i++) {
            marks.text(x(i * nanos), BOTTOM + 18, "middle", number(i * nanos / 1e9));
        }
        marks.line(SvgMarks.stroke(INK), LEFT, BOTTOM, RIGHT, BOTTOM)
                .line(SvgMarks.stroke(INK), LEFT, TOP, LEFT, BOTTOM)
                .text((LEFT + RIGHT) / 2, HEIGHT - 14, "middle", "time (s)");
        for (MemoryTimeline.Mark mark : timeline.marks()) {
            double at = x((double) mark.nanos());
            boolean atEnd = at > RIGHT - 60;
            marks.line(SvgMarks.stroke(INK), at, TOP, at, BOTTOM)
                    .text(atEnd ? at - 4 : at + 4, TOP + 12, atEnd ? "end" : "start", mark.what());
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
}
