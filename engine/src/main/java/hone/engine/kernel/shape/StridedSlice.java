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
import hone.engine.op.shape.Slice;

/** Rows of the result, each read from the input at the steps of the slice; whole rows are one copy. */
public final class StridedSlice implements UnpackedKernel<Slice> {
    @Override
    public String id() {
        return "strided";
    }

    @Override
    public Class<Slice> op() {
        return Slice.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    /** An element moved is one unit of work. */
    @Override
    public long work(Slice op, Site site) {
        return site.outputs().getFirst().maxShape().elements();
    }

    @Override
    public Prepared prepare(Slice op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new StridedRows(
                (operands, grid) -> lay(op, operands, grid),
                StridedCopy.of(site.inputs().getFirst().dtype().bytes()));
    }

    private static void lay(Slice op, Operands operands, StridedGrid grid) {
        grid.clear();
        long first = 0;
        for (int d = 0; d < op.sizes().size(); d++) {
            long stride = StridedGrid.stride(operands, 0, d);
            long start = op.starts().get(d);
            first += stride * (start < 0 ? start + operands.inputSize(0, d) : start);
            grid.add(operands.outputSize(0, d), stride * op.steps().get(d), 0, 0);
        }
        grid.start(0, first);
    }
}
