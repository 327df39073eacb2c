package hone.engine.format.onnx.op;

import hone.engine.op.attention.PositionEmbedding;
import java.util.List;

/** A Gather of the rows of the table, from the position on, and a sum that all samples share them in. */
final class PositionEmbeddingInOnnx implements OnnxMapping<PositionEmbedding> {
    @Override
    public Class<PositionEmbedding> op() {
        return PositionEmbedding.class;
    }

    @Override
    public void write(PositionEmbedding op, OnnxSite site) {
        String rows = RowPlaces.of(site, "steps", 0);
        String places = site.inputs().size() > PositionEmbedding.POSITION
                ? site.step("places", "Add", List.of(site.input(PositionEmbedding.POSITION), rows)) // (seq)
                : rows;
        String table =
                site.step("rows", "Gather", List.of(site.input(PositionEmbedding.TABLE), places)); // (seq, width)
        site.only("Add", List.of(site.input(0), table));
    }
}
