package hone.engine.kernel.shape;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Rung;
import hone.engine.kernel.elementwise.ElementKernel;
import hone.engine.op.shape.Flatten;
import java.lang.foreign.MemorySegment;

/**
 * A copy in memory order, and nothing at all where the plan has given input and output the same memory, as it does
 * whenever no other op needs the input.
 */
public final class CopyFlatten implements ElementKernel<Flatten> {
    @Override
    public String id() {
        return "copy";
    }

    @Override
    public Class<Flatten> op() {
        return Flatten.class;
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
    public long work(Flatten op, hone.engine.kernel.Site site) {
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
