package hone.profiler.export;

import hone.profiler.report.Ratio;
import hone.profiler.report.Units;

/** The speedup with its interval, beside 1 and the noise floor around it. */
final class RatioSvg {
    private static final double WIDTH = 760;
    private static final double EDGE = 20;

    private RatioSvg() {}

    static String of(Ratio ratio) {
        double floor = 1 + Math.max(0, ratio.noiseFloor());
        double least = Math.log(Math.min(1 / floor, positive(ratio.low()))) - 0.08;
        double most = Math.log(Math.max(floor, positive(ratio.high()))) + 0.08;
        double one = x(1, least, most);
        double from = x(1 / floor, least, most);
        double low = x(positive(ratio.low()), least, most);
        double high = x(positive(ratio.high()), least, most);
        return "<svg viewBox=\"0 0 760 74\" role=\"img\" aria-labelledby=\"ratio-title\"><title id=\"ratio-title\">Speedup "
                + Markup.text(Units.times(ratio.median()))
                + " with its 95 % interval, beside 1 and the noise floor</title>"
                + rect("floor", from, 8, x(floor, least, most) - from, 36)
                + "<line class=\"one\" x1=\"" + Markup.place(one) + "\" y1=\"4\" x2=\"" + Markup.place(one)
                + "\" y2=\"48\"/>"
                + rect("bar cand", low, 22, Math.max(2, high - low), 8)
                + "<circle class=\"cand\" cx=\"" + Markup.place(x(positive(ratio.median()), least, most))
                + "\" cy=\"26\" r=\"6\"/>"
                + label(one, "1× (baseline)")
                + (Math.abs(x(positive(ratio.median()), least, most) - one) < 120
                        ? ""
                        : label(x(positive(ratio.median()), least, most), Units.times(ratio.median())))
                + "</svg>";
    }

    private static double positive(double ratio) {
        return Double.isFinite(ratio) && ratio > 0 ? ratio : 1;
    }

    private static double x(double ratio, double least, double most) {
        return EDGE + (WIDTH - 2 * EDGE) * (Math.log(ratio) - least) / (most - least);
    }

    private static String rect(String name, double x, double y, double width, double height) {
        return "<rect class=\"" + name + "\" x=\"" + Markup.place(x) + "\" y=\"" + Markup.place(y) + "\" width=\""
                + Markup.place(width) + "\" height=\"" + Markup.place(height) + "\"/>";
    }

    private static String label(double x, String words) {
        double inside = Math.clamp(x, 50.0, WIDTH - 50.0);
        return "<text x=\"" + Markup.place(inside) + "\" y=\"66\" text-anchor=\"middle\">" + Markup.text(words)
                + "</text>";
    }
}
