package hone.engine.format.onnx.op;

import hone.engine.op.embedding.Embedding;
import java.util.List;

/** Embedding is ONNX's Gather of the table's rows. */
final class EmbeddingInOnnx implements OnnxMapping<Embedding> {
    @Override
    public Class<Embedding> op() {
        return Embedding.class;
    }

    @Override
    public void write(Embedding op, OnnxSite site) {
        site.only("Gather", List.of(site.input(Embedding.TABLE), site.input(Embedding.IDS)))
                .attribute("axis", 0);
    }
}
