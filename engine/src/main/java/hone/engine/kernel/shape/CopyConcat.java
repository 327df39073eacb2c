package hone.engine.kernel.shape;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.UnpackedKernel;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.shape.Concat;
import java.lang.foreign.MemorySegment;

/** Each input is copied into its place in every block of the result, one copy for each block. */
public final class CopyConcat implements UnpackedKernel<Concat> {
    @Override
    public String id() {
        return "copy";
    }

    @Override
    public Class<Concat> op() {
        return Concat.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    /** An element moved is one unit of work. */
    @Override
    public long work(Concat op, Site site) {
        return site.outputs().getFirst().maxShape().elements();
    }

    @Override
    public Prepared prepare(Concat op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new Blocks(op.axis(), site.inputs().getFirst().dtype().bytes());
    }

    /** A unit is a block of the result: all inputs' parts of one place in the dimensions before the axis. */
    private record Blocks(int axis, int bytes) implements Prepared {
        @Override
        public long units(Operands operands) {
            long outer = operands.outputElements(0) == 0 ? 0 : 1;
            for (int d = 0; d < axis; d++) {
                outer *= operands.outputSize(0, d);
            }
            return outer;
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            long inner = bytes;
            for (int d = axis + 1; d < operands.outputRank(0); d++) {
                inner *= operands.outputSize(0, d);
            }
            long block = operands.outputSize(0, axis) * inner;
            for (long outer = from; outer < to; outer++) {
                long at = outer * block;
                for (int input = 0; input < operands.inputCount(); input++) {
                    long part = operands.inputSize(input, axis) * inner;
                    MemorySegment.copy(operands.input(input), outer * part, operands.output(0), at, part);
                    at += part;
                }
            }
        }
    }
}
