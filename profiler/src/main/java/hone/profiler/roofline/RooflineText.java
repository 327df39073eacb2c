package hone.profiler.roofline;

import hone.profiler.report.RoofLimit;
import hone.profiler.report.TextTable;
import hone.profiler.report.Units;
import hone.profiler.roofline.MemoryCurve.Point;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** A roofline for people. */
public final class RooflineText {
    private static final double BADLY_PREDICTED = 2;

    private RooflineText() {}

    public static String of(Roofline roofline) {
        return roofs(roofline) + "\n" + ops(roofline) + "\n" + notes(roofline);
    }

    private static String roofs(Roofline roofline) {
        Roofs roofs = roofline.roofs();
        TextTable table = new TextTable()
                .row("threads", "float32 GFLOP/s", "int8 × int8", "L1 GB/s", "memory GB/s", "memory, reading");
        for (int threads : roofs.memory().keySet().stream().sorted().toList()) {
            MemoryCurve curve = roofs.memory(threads);
            table.row(
                    String.valueOf(threads),
                    number(roofs.flopsPerSecond(Arithmetic.FLOAT32, threads) / 1e9),
                    number(roofs.flopsPerSecond(Arithmetic.INT8, threads) / 1e9),
                    number(curve.bytesPerSecond(0) / 1e9),
                    number(curve.memoryBytesPerSecond() / 1e9),
                    number(curve.points().getLast().readBytesPerSecond() / 1e9));
        }
        StringBuilder text = new StringBuilder("Roofs of this machine, measured at " + roofs.measuredAt() + "\n");
        text.append(table);
        MemoryCurve one = roofs.memory(1);
        text.append("  by working set, one thread: ").append(bySet(one, Point::bytesPerSecond));
        text.append("  where all is only read:     ").append(bySet(one, Point::readBytesPerSecond));
        text.append("  ").append(caches(roofline.caches(), one)).append('\n');
        return text.toString();
    }

    private static String bySet(MemoryCurve curve, ToDoubleFunction<Point> rate) {
        return curve.points().stream()
                .map(point -> Units.bytes(point.workingSetBytes()) + " " + number(rate.applyAsDouble(point) / 1e9))
                .collect(Collectors.joining(", ", "", " GB/s\n"));
    }

    private static String caches(List<CacheLevel> caches, MemoryCurve one) {
        if (!caches.isEmpty()) {
            return "caches, as the system says: "
                    + caches.stream()
                            .map(cache -> cache.name() + " " + Units.bytes(cache.bytes()))
                            .collect(Collectors.joining(", "));
        }
        String knees = one.knees().stream().map(Units::bytes).collect(Collectors.joining(", "));
        return "the system does not tell its caches; "
                + (knees.isEmpty()
                        ? "no working set reads much slower than the one before"
                        : "reading slows after " + knees);
    }

    private static String ops(Roofline roofline) {
        TextTable table = new TextTable()
                .row("op", "kernel", "time", "predicted", "GFLOP/s", "GB/s", "FLOP/byte", "of its roof", "limited by");
        for (RoofPoint point : roofline.points()) {
            table.row(
                    point.name() + " (" + point.op() + ")",
                    point.kernel(),
                    Units.time(point.nanos()),
                    Units.time(point.predictedNanos()),
                    point.judged() ? number(point.gflops()) : "—",
                    point.judged() ? number(point.gigabytesPerSecond()) : "—",
                    number(point.intensity()),
                    Units.percent(point.share()),
                    point.limit().text());
        }
        return table.toString();
    }

    private static String notes(Roofline roofline) {
        StringBuilder text = new StringBuilder();
        double all = roofline.points().stream().mapToDouble(RoofPoint::nanos).sum();
        for (RoofLimit limit : RoofLimit.values()) {
            double part = roofline.points().stream()
                    .filter(point -> point.limit() == limit)
                    .mapToDouble(RoofPoint::nanos)
                    .sum();
            if (part > 0) {
                text.append(Units.percent(part / all))
                        .append(" of the time: ")
                        .append(advice(limit))
                        .append('\n');
            }
        }
        long surprising = roofline.points().stream()
                .filter(RoofPoint::judged)
                .filter(RooflineText::surprising)
                .count();
        if (surprising > 0) {
            text.append(surprising + " op" + (surprising == 1 ? " takes" : "s take")
                    + " twice or half as long as the machine profile predicts.\n");
        }
        for (RoofPoint point : roofline.aboveRoof()) {
            text.append(point.name() + " stands above its roof: a roof was measured too low here, so trust neither.\n");
        }
        roofline.noise()
                .warnings()
                .forEach(warning -> text.append("Noise: ").append(warning).append(".\n"));
        text.append(
                "Bytes are derived by formula: inputs and weights read once, results written once. A roof is the"
                        + " lower one of arithmetic and of memory at the op's own working set and share of reading, on as many threads.\n");
        return text.toString();
    }

    private static boolean surprising(RoofPoint point) {
        double ratio = point.nanos() / point.predictedNanos();
        return ratio > BADLY_PREDICTED || ratio < 1 / BADLY_PREDICTED;
    }

    private static String advice(RoofLimit limit) {
        return switch (limit) {
            case ARITHMETIC -> "ops near the roof of arithmetic; fewer bytes would not make them faster.";
            case MEMORY -> "ops near the roof of memory; more arithmetic a second would not make them faster.";
            case NEITHER -> "ops below half of their roof: a better kernel, or less around the arithmetic, would help.";
            case TOO_SHORT -> "ops too short to judge; what runs between ops counts there.";
        };
    }

    private static String number(double value) {
        return value == 0 ? "0" : String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.0f", value);
    }
}
