package hone.engine.kernel.shape;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.UnpackedKernel;
import hone.engine.kernel.strided.StridedCopy;
import hone.engine.kernel.strided.StridedGrid;
import hone.engine.kernel.strided.StridedRows;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.shape.Tile;

/** Each dimension as two: which repetition, at step 0, and which element of it. */
public final class StridedTile implements UnpackedKernel<Tile> {
    @Override
    public String id() {
        return "strided";
    }

    @Override
    public Class<Tile> op() {
        return Tile.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    /** An element moved is one unit of work. */
    @Override
    public long work(Tile op, Site site) {
        return site.outputs().getFirst().maxShape().elements();
    }

    @Override
    public Prepared prepare(Tile op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new StridedRows(
                (operands, grid) -> lay(op, operands, grid),
                StridedCopy.of(site.inputs().getFirst().dtype().bytes()));
    }

    private static void lay(Tile op, Operands operands, StridedGrid grid) {
        grid.clear();
        for (int d = 0; d < op.repeats().size(); d++) {
            grid.add(op.repeats().get(d), 0, 0, 0);
            grid.add(operands.inputSize(0, d), StridedGrid.stride(operands, 0, d), 0, 0);
        }
    }
}
