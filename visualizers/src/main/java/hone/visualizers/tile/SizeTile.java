package hone.visualizers.tile;

import hone.profiler.report.Bytes;
import hone.profiler.report.RunReport;
import hone.visualizers.Figures;
import hone.visualizers.Texts;

/** The length of the model's saved file, with the bits a textbook counts beside it. */
final class SizeTile implements TileKind {
    private final Texts texts;

    SizeTile(Texts texts) {
        this.texts = texts;
    }

    @Override
    public String id() {
        return "size";
    }

    @Override
    public TileFace measured(RunReport report) {
        Bytes now = report.candidate().bytes();
        String detail = texts.get("tile.size.detail", Figures.bytes(now.nominal()));
        return TileFaces.bytes(now.file(), report.baseline().bytes().file(), detail, texts);
    }

    @Override
    public TileFace predicted(Prediction prediction) {
        return prediction.fileBytes().isPresent()
                ? TileFaces.predicted(Figures.bytes(prediction.fileBytes().getAsLong()), texts)
                : TileFace.waiting(texts.get("tile.measuringSoon"));
    }
}
