package hone.engine.kernel.shape;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.elementwise.ElementKernel;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.shape.Unflatten;
import java.lang.foreign.MemorySegment;

/** A copy in memory order, and nothing at all where the plan has given input and output the same memory. */
public final class CopyUnflatten implements ElementKernel<Unflatten> {
    @Override
    public String id() {
        return "copy";
    }

    @Override
    public Class<Unflatten> op() {
        return Unflatten.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public boolean idleInPlace() {
        return true;
    }

    /** An element moved is one unit of work. */
    @Override
    public long work(Unflatten op, Site site) {
        return site.inputs().getFirst().maxShape().elements();
    }

    @Override
    public Prepared prepare(Unflatten op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        int bytes = site.inputs().getFirst().dtype().bytes();
        return new Slices((operands, from, to) -> copy(operands, bytes, from, to));
    }

    @Override
    public void compute(Operands operands, long from, long to) {
        copy(operands, Float.BYTES, from, to);
    }

    private static void copy(Operands operands, int bytes, long from, long to) {
        MemorySegment x = operands.input(0);
        MemorySegment y = operands.output(0);
        if (x.address() != y.address()) {
            MemorySegment.copy(x, from * bytes, y, from * bytes, (to - from) * bytes);
        }
    }
}
