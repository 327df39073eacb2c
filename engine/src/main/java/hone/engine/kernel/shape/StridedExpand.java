package hone.engine.kernel.shape;

import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.UnpackedKernel;
import hone.engine.kernel.strided.StridedCopy;
import hone.engine.kernel.strided.StridedRows;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.shape.Expand;

/** Rows of the result, read from the input at step 0 along what is repeated. */
public final class StridedExpand implements UnpackedKernel<Expand> {
    @Override
    public String id() {
        return "strided";
    }

    @Override
    public Class<Expand> op() {
        return Expand.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    /** An element moved is one unit of work. */
    @Override
    public long work(Expand op, Site site) {
        return site.outputs().getFirst().maxShape().elements();
    }

    @Override
    public Prepared prepare(Expand op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new StridedRows(
                (operands, grid) -> grid.broadcast(operands, 1),
                StridedCopy.of(site.inputs().getFirst().dtype().bytes()));
    }
}
