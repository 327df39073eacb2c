package hone.profiler.export;

import hone.profiler.report.Latency;
import hone.profiler.report.RunReport;
import hone.profiler.report.Units;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Every timed sample of both sides over the blocks they were taken in, with each side's median and its interval. */
final class LatencySvg {
    private static final double WIDTH = 760;
    private static final double HEIGHT = 260;
    private static final double LEFT = 74;
    private static final double TOP = 12;
    private static final double BOTTOM = 34;
    private static final int LINES = 5;

    private final RunReport report;
    private final double low;
    private final double high;
    private final int blocks;
    private final SvgMarks marks = new SvgMarks();

    private LatencySvg(RunReport report) {
        this.report = report;
        double[] all = Stream.of(report.baseline(), report.candidate())
                .flatMap(arm -> arm.latency().samples().stream())
                .mapToDouble(Double::doubleValue)
                .filter(nanos -> nanos > 0 && Double.isFinite(nanos))
                .toArray();
        double least = DoubleStream.of(all).min().orElse(1);
        double most = DoubleStream.of(all).max().orElse(2);
        this.low = Math.log(least * 0.95);
        this.high = Math.log(most * 1.05);
        this.blocks = 1
                + Stream.of(report.baseline(), report.candidate())
                        .flatMap(arm -> arm.latency().blocks().stream())
                        .mapToInt(Integer::intValue)
                        .max()
                        .orElse(0);
    }

    static String of(RunReport report) {
        return new LatencySvg(report).draw();
    }

    private String draw() {
        for (int i = 0; i < LINES; i++) {
            double nanos = Math.exp(low + (high - low) * i / (LINES - 1));
            marks.line(SvgMarks.named("grid"), LEFT, y(nanos), WIDTH, y(nanos))
                    .text(LEFT - 8, y(nanos) + 4, "end", Units.time(nanos));
        }
        side(report.baseline().latency(), "base", 0.3);
        side(report.candidate().latency(), "cand", 0.7);
        return marks.text(LEFT, HEIGHT - 8, "start", "block 1")
                .text(WIDTH, HEIGHT - 8, "end", "block " + blocks)
                .picture(
                        "latency-title",
                        "Latency of each timed sample of baseline and candidate by block, on a logarithmic scale",
                        WIDTH,
                        HEIGHT);
    }

    private void side(Latency latency, String name, double within) {
        double top = y(latency.high());
        marks.rect(SvgMarks.named("band " + name), LEFT, top, WIDTH - LEFT, Math.max(1, y(latency.low()) - top));
        List<Double> samples = latency.samples();
        for (int i = 0; i < Math.min(samples.size(), latency.blocks().size()); i++) {
            double x = LEFT + (WIDTH - LEFT) * (latency.blocks().get(i) + within) / blocks;
            marks.circle(SvgMarks.named("dot " + name), x, y(samples.get(i)), 1.8);
        }
        marks.line(SvgMarks.named("median " + name), LEFT, y(latency.median()), WIDTH, y(latency.median()));
    }

    private double y(double nanos) {
        double share = (Math.log(Math.max(nanos, 1e-3)) - low) / (high - low);
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - Math.clamp(share, 0.0, 1.0));
    }
}
