package hone.visualizers.tile;

import hone.profiler.report.Quality;
import hone.profiler.report.QualityChange;
import hone.profiler.report.RunReport;
import hone.visualizers.Figures;
import hone.visualizers.Texts;
import java.util.Locale;
import java.util.Optional;

/** How good the answers on held-out samples are, by whatever the model is judged; its verdict rests on the paired difference, sample by sample. */
final class AccuracyTile implements TileKind {
    private final Texts texts;

    AccuracyTile(Texts texts) {
        this.texts = texts;
    }

    @Override
    public String id() {
        return "accuracy";
    }

    @Override
    public TileFace measured(RunReport report) {
        Quality now = report.candidate().quality();
        Quality before = report.baseline().quality();
        QualityChange paired = report.qualityChange();
        boolean same = paired.changed() == 0;
        return new TileFace(
                Figures.quality(now),
                Basis.MEASURED,
                change(paired, now),
                texts.get(
                        same
                                ? "tile.accuracy.identical"
                                : "tile.accuracy." + change(paired, now).name()),
                same ? "" : Figures.qualityChange(now, paired),
                texts.get("tile.baseline", Figures.quality(before)),
                texts.get("tile.interval", Figures.qualityInterval(now), Figures.count(now.n())),
                bars(now, before));
    }

    /** Shares as they are; other figures on a scale that holds both, from 0. */
    private static TileFace.Bars bars(Quality now, Quality before) {
        double scale = now.isShare() ? 1 : 1.1 * Math.max(Math.max(now.high(), before.high()), 1e-9);
        return new TileFace.Bars(
                Math.clamp(now.value() / scale, 0, 1),
                Math.clamp(before.value() / scale, 0, 1),
                Math.clamp(now.low() / scale, 0, 1),
                Math.clamp(now.high() / scale, 0, 1));
    }

    private static Change change(QualityChange paired, Quality quality) {
        boolean more = paired.low() > 0;
        boolean less = paired.high() < 0;
        if (!more && !less) {
            return Change.SAME;
        }
        return more == quality.higherIsBetter() ? Change.BETTER : Change.WORSE;
    }

    @Override
    public Optional<String> title(RunReport report) {
        String metric = report.candidate().quality().metric();
        return Optional.of(metric.substring(0, 1).toUpperCase(Locale.ROOT) + metric.substring(1));
    }

    @Override
    public TileFace predicted(Prediction prediction) {
        return TileFace.waiting(texts.get("tile.accuracy.neverGuessed"));
    }
}
