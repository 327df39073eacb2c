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
        double middle = x(positive(ratio.median()), least, most);
        SvgMarks marks = new SvgMarks()
                .rect(SvgMarks.named("floor"), from, 8, x(floor, least, most) - from, 36)
                .line(SvgMarks.named("one"), one, 4, one, 48)
                .rect(SvgMarks.named("bar cand"), low, 22, Math.max(2, high - low), 8)
                .circle(SvgMarks.named("cand"), middle, 26, 6);
        label(marks, one, "1× (baseline)");
        if (Math.abs(middle - one) >= 120) {
            label(marks, middle, Units.times(ratio.median()));
        }
        return marks.picture(
                "ratio-title",
                "Speedup " + Units.times(ratio.median()) + " with its 95 % interval, beside 1 and the noise floor",
                WIDTH,
                74);
    }

    private static double positive(double ratio) {
        return Double.isFinite(ratio) && ratio > 0 ? ratio : 1;
    }

    private static double x(double ratio, double least, double most) {
        return EDGE + (WIDTH - 2 * EDGE) * (Math.log(ratio) - least) / (most - least);
    }

    private static void label(SvgMarks marks, double x, String words) {
        marks.text(Math.clamp(x, 50.0, WIDTH - 50.0), 66, "middle", words);
    }
}
