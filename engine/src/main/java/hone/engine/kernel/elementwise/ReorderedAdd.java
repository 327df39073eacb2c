package hone.engine.kernel.elementwise;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.elementwise.Add;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/** One loop along memory. It reads eight bytes for each addition, so memory sets its pace and not arithmetic. */
public final class ReorderedAdd implements Kernel<Add> {
    private static final long BLOCK = 4096;

    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<Add> op() {
        return Add.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public Optional<String> refusal(Add op, Site site) {
        return Optional.empty();
    }

    @Override
    public long packedBytes(Add op, Site site) {
        return 0;
    }

    @Override
    public long scratchBytes(Add op, Site site) {
        return 0;
    }

    @Override
    public Prepared prepare(Add op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new Blocks();
    }

    /** A unit is a block of elements. */
    private record Blocks() implements Prepared {
        @Override
        public long units(Operands operands) {
            return (operands.outputElements(0) + BLOCK - 1) / BLOCK;
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            long end = Math.min(operands.outputElements(0), to * BLOCK);
            MemorySegment a = operands.input(0);
            MemorySegment b = operands.input(1);
            MemorySegment sum = operands.output(0);
            for (long i = from * BLOCK; i < end; i++) {
                float left = a.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                sum.setAtIndex(ValueLayout.JAVA_FLOAT, i, left + b.getAtIndex(ValueLayout.JAVA_FLOAT, i));
            }
        }
    }
}
