package hone.engine.kernel.shape;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.elementwise.ElementKernel;
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

    /** An element moved is one unit of work. */
    @Override
    public long work(Unflatten op, Site site) {
        return site.inputs().getFirst().maxShape().elements();
    }

    @Override
    public void compute(Operands operands, long from, long to) {
        MemorySegment x = operands.input(0);
        MemorySegment y = operands.output(0);
        if (x.address() != y.address()) {
            MemorySegment.copy(x, from * Float.BYTES, y, from * Float.BYTES, (to - from) * Float.BYTES);
        }
    }
}
