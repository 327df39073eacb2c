package hone.profiler.export;

import hone.profiler.report.Units;
import hone.profiler.scenario.Percentiles;
import java.util.List;
import java.util.stream.Stream;

/**
 * What share of all queries took longer than how long, both axes logarithmic: a stall that one query in a thousand meets is as
 * wide as the half of all.
 */
final class PercentileSvg {
    private static final double WIDTH = 760;
    private static final double HEIGHT = 280;
    private static final double LEFT = 74;
    private static final double RIGHT = 740;
    private static final double TOP = 12;
    private static final double BOTTOM = 240;
    private static final int LINES = 5;
    private static final double LEAST_STEP = 0.3;

    /** Shares of queries that lie beyond a percentile with a name. */
    private static final List<Mark> MARKS =
            List.of(new Mark(0.5, "50 %"), new Mark(0.1, "90 %"), new Mark(0.01, "99 %"), new Mark(0.001, "99.9 %"));

    private record Mark(double beyond, String name) {}

    private final SvgMarks marks = new SvgMarks();
    private final double low;
    private final double high;
    private final double rarest;

    private PercentileSvg(Percentiles baseline, Percentiles candidate) {
        double least = Stream.of(baseline, candidate)
                .flatMap(side -> side.values().stream().limit(1))
                .mapToDouble(value -> Math.max(1.0, (double) value.upTo()))
                .min()
                .orElse(1);
        double most = Stream.of(baseline.max(), candidate.max())
                .filter(Double::isFinite)
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(2);
        low = Math.log(least / 1.2);
        high = Math.log(Math.max(2 * least, most * 1.2));
        rarest = 1.0 / Math.max(2, Math.max(baseline.n(), candidate.n()));
    }

    /** @param id one that no other picture of the page has */
    static String of(String id, String what, Percentiles baseline, Percentiles candidate) {
        return new PercentileSvg(baseline, candidate).draw(id, what, baseline, candidate);
    }

    private String draw(String id, String what, Percentiles baseline, Percentiles candidate) {
        for (int i = 0; i < LINES; i++) {
            double nanos = Math.exp(low + (high - low) * i / (LINES - 1));
            marks.line(SvgMarks.named("grid"), LEFT, y(nanos), RIGHT, y(nanos))
                    .text(LEFT - 8, y(nanos) + 4, "end", Units.time(nanos));
        }
        for (Mark mark : MARKS) {
            if (mark.beyond() >= rarest) {
                marks.line(SvgMarks.named("grid"), x(mark.beyond()), TOP, x(mark.beyond()), BOTTOM)
                        .text(x(mark.beyond()), BOTTOM + 18, "middle", mark.name());
            }
        }
        marks.text((LEFT + RIGHT) / 2, HEIGHT - 6, "middle", "share of queries that were as fast");
        side(baseline, "base");
        side(candidate, "cand");
        return marks.picture(id, what + " by share of queries, baseline and candidate", WIDTH, HEIGHT);
    }

    /** Every value that was counted, but those that a person could not see beside the one before. */
    private void side(Percentiles side, String name) {
        StringBuilder points = new StringBuilder();
        double before = LEFT;
        double drawn = Double.NaN;
        long counted = 0;
        for (Percentiles.Bucket value : side.values()) {
            counted += value.count();
            double height = y(Math.min(Math.max(1.0, (double) value.upTo()), side.max()));
            double after = x(Math.max(rarest, 1 - (double) counted / Math.max(1, side.n())));
            boolean last = counted == side.n();
            if (last || !(Math.abs(height - drawn) < LEAST_STEP && after - before < LEAST_STEP)) {
                points.append(Markup.place(before))
                        .append(',')
                        .append(Markup.place(height))
                        .append(' ');
                points.append(Markup.place(after))
                        .append(',')
                        .append(Markup.place(height))
                        .append(' ');
                before = after;
                drawn = height;
            }
        }
        marks.polyline(SvgMarks.named("curve " + name), points.toString().strip());
    }

    private double x(double beyond) {
        return LEFT + (RIGHT - LEFT) * Math.clamp(Math.log(beyond) / Math.log(rarest), 0.0, 1.0);
    }

    private double y(double nanos) {
        double share = (Math.log(nanos) - low) / (high - low);
        return TOP + (BOTTOM - TOP) * (1 - Math.clamp(share, 0.0, 1.0));
    }
}
