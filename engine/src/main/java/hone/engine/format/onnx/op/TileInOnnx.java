package hone.engine.format.onnx.op;

import hone.engine.op.shape.Tile;
import java.util.List;

/** Tile is ONNX's Tile. */
final class TileInOnnx implements OnnxMapping<Tile> {
    @Override
    public Class<Tile> op() {
        return Tile.class;
    }

    @Override
    public void write(Tile op, OnnxSite site) {
        long[] repeats = op.repeats().stream().mapToLong(Long::longValue).toArray();
        site.only("Tile", List.of(site.input(0), site.graph().longs(site.part("repeats"), repeats)));
    }
}
