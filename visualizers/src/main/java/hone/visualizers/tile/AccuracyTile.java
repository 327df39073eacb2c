package hone.visualizers.tile;

import hone.profiler.report.Quality;
import hone.profiler.report.QualityChange;
import hone.profiler.report.RunReport;
import hone.visualizers.Figures;
import hone.visualizers.Texts;

/** The share of held-out answers that are right; its verdict rests on the paired difference, sample by sample. */
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
        Change change = change(paired);
        double half = (now.high() - now.low()) / 2;
        return new TileFace(
                Figures.percent(now.value(), half),
                Basis.MEASURED,
                change,
                texts.get(paired.changed() == 0 ? "tile.accuracy.identical" : "tile.accuracy." + change.name()),
                paired.changed() == 0 ? "" : Figures.points(paired.difference(), (paired.high() - paired.low()) / 2),
                texts.get("tile.baseline", Figures.percent(before.value(), (before.high() - before.low()) / 2)),
                texts.get("tile.interval", Figures.percents(now.low(), now.high()), Figures.count(now.n())),
                new TileFace.Bars(now.value(), before.value(), now.low(), now.high()));
    }

    private static Change change(QualityChange paired) {
        if (paired.low() > 0) {
            return Change.BETTER;
        }
        return paired.high() < 0 ? Change.WORSE : Change.SAME;
    }

    @Override
    public TileFace predicted(Prediction prediction) {
        return TileFace.waiting(texts.get("tile.accuracy.neverGuessed"));
    }
}
