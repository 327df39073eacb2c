package hone.engine.badinput;

import hone.engine.data.CifarBadFormat;
import hone.engine.data.CsvBadFormat;
import hone.engine.data.IdxBadFormat;
import hone.engine.data.ImagesBadFormat;
import hone.engine.data.SplitBadFormat;
import hone.engine.data.TextBadFormat;
import hone.engine.data.fetch.TarBadFormat;
import hone.engine.format.ArtefactBadFormat;
import hone.engine.format.CarriedPiecesBadFormat;
import hone.engine.format.SafetensorsBadFormat;
import hone.engine.format.TokenizerJsonBadFormat;
import hone.engine.format.huggingface.FolderBadFormat;
import hone.engine.format.llama2c.CheckpointBadFormat;
import hone.engine.format.llama2c.PiecesBadFormat;
import hone.engine.format.onnx.OnnxBadFormat;
import hone.engine.format.onnx.OnnxRunBadFormat;
import hone.engine.format.onnx.OnnxValueBadFormat;
import hone.engine.train.TrainingStateBadFormat;
import java.util.List;

/** Every format that the engine reads. */
public final class BadFormats {
    /** The visible list. */
    public static final List<BadFormat> ALL = List.of(
            new SafetensorsBadFormat(),
            new ArtefactBadFormat(),
            new TrainingStateBadFormat(),
            new CheckpointBadFormat(),
            new PiecesBadFormat(),
            new CarriedPiecesBadFormat(),
            new TokenizerJsonBadFormat(),
            new FolderBadFormat(),
            new OnnxBadFormat(),
            OnnxRunBadFormat.sizes(),
            OnnxRunBadFormat.work(),
            OnnxRunBadFormat.operators(),
            new OnnxValueBadFormat(),
            IdxBadFormat.plain(),
            IdxBadFormat.gzipped(),
            IdxBadFormat.underGzip(),
            new CifarBadFormat(),
            new CsvBadFormat(),
            new SplitBadFormat(),
            new ImagesBadFormat(),
            new TextBadFormat(),
            new TarBadFormat());

    private BadFormats() {}
}
