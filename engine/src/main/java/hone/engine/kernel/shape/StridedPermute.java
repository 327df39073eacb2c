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
import hone.engine.op.shape.Permute;

/** Rows of the result, each read from the input at the step of the dimension that came last. */
public final class StridedPermute implements UnpackedKernel<Permute> {
    @Override
    public String id() {
        return "strided";
    }

    @Override
    public Class<Permute> op() {
        return Permute.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    /** An element moved is one unit of work. */
    @Override
    public long work(Permute op, Site site) {
        return site.outputs().getFirst().maxShape().elements();
    }

    @Override
    public Prepared prepare(Permute op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new StridedRows(
                (operands, grid) -> lay(op, operands, grid),
                StridedCopy.of(site.inputs().getFirst().dtype().bytes()));
    }

    private static void lay(Permute op, Operands operands, StridedGrid grid) {
        grid.clear();
        for (int d = 0; d < op.order().size(); d++) {
            long step = StridedGrid.stride(operands, 0, op.order().get(d));
            grid.add(operands.outputSize(0, d), step, 0, 0);
        }
    }
}
