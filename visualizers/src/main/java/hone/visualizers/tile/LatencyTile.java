package hone.visualizers.tile;

import hone.profiler.report.Latency;
import hone.profiler.report.RunReport;
import hone.visualizers.Figures;
import hone.visualizers.Texts;

/** The median latency of a batch, with its interval, against the baseline measured in the same blocks. */
final class LatencyTile implements TileKind {
    private final Texts texts;

    LatencyTile(Texts texts) {
        this.texts = texts;
    }

    @Override
    public String id() {
        return "latency";
    }

    @Override
    public TileFace measured(RunReport report) {
        Latency now = report.candidate().latency();
        Latency before = report.baseline().latency();
        double max = Math.max(now.high(), before.high());
        return new TileFace(
                Figures.duration(now.median(), half(now)),
                Basis.MEASURED,
                change(report),
                texts.get("tile.latency." + change(report).name()),
                Figures.change(1 / report.speedup().median()),
                texts.get("tile.baseline", Figures.duration(before.median(), half(before))),
                texts.get("tile.interval", Figures.durations(now.low(), now.high()), Integer.toString(now.n())),
                new TileFace.Bars(now.median() / max, before.median() / max, now.low() / max, now.high() / max));
    }

    private static double half(Latency latency) {
        return (latency.high() - latency.low()) / 2;
    }

    private static Change change(RunReport report) {
        return switch (report.verdict()) {
            case FASTER -> Change.BETTER;
            case SLOWER -> Change.WORSE;
            case WITHIN_NOISE -> Change.SAME;
            case UNKNOWN -> Change.UNKNOWN;
        };
    }

    /** What the samples so far say: a running median, no verdict. */
    TileFace live(double baselineNanos, double candidateNanos, int samples) {
        double max = Math.max(baselineNanos, candidateNanos);
        return new TileFace(
                Figures.duration(candidateNanos, candidateNanos / 100),
                Basis.MEASURING,
                Change.UNKNOWN,
                texts.get("tile.soFar"),
                Figures.change(candidateNanos / baselineNanos),
                texts.get("tile.baseline", Figures.duration(baselineNanos, baselineNanos / 100)),
                texts.get("tile.soFarDetail", Integer.toString(samples)),
                TileFace.Bars.exact(candidateNanos / max, baselineNanos / max));
    }

    @Override
    public TileFace predicted(Prediction prediction) {
        if (prediction.latencyNanos().isEmpty()) {
            return TileFace.waiting(texts.get("tile.measuringSoon"));
        }
        double nanos = prediction.latencyNanos().getAsDouble();
        return TileFaces.predicted(Figures.duration(nanos, nanos / 10), texts);
    }
}
