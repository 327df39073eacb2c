package hone.visualizers.tile;

import hone.profiler.report.Bytes;
import hone.profiler.report.RunReport;
import hone.visualizers.Figures;
import hone.visualizers.Texts;

/** The plan's memory at its highest point: weights, activations and scratch, counted by the engine's budget. */
final class MemoryTile implements TileKind {
    private final Texts texts;

    MemoryTile(Texts texts) {
        this.texts = texts;
    }

    @Override
    public String id() {
        return "memory";
    }

    @Override
    public TileFace measured(RunReport report) {
        Bytes now = report.candidate().bytes();
        long resident = report.candidate().memory().osResident();
        String detail = resident > 0
                ? texts.get("tile.memory.detail", Figures.bytes(resident))
                : texts.get("tile.memory.counted");
        return TileFaces.bytes(now.peak(), report.baseline().bytes().peak(), detail, texts);
    }

    @Override
    public TileFace predicted(Prediction prediction) {
        return prediction.peakBytes().isPresent()
                ? TileFaces.predicted(Figures.bytes(prediction.peakBytes().getAsLong()), texts)
                : TileFace.waiting(texts.get("tile.measuringSoon"));
    }
}
