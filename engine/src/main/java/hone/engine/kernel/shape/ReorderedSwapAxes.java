package hone.engine.kernel.shape;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.shape.SwapAxes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * Sixteen rows of the result at a time: the inner loop reads a cache line of the input from end to end, and the sixteen
 * lines it writes to stay in the cache until they are full. Column after column would read a line for each element.
 */
public final class ReorderedSwapAxes implements Kernel<SwapAxes> {
    /** Floats of a cache line. */
    private static final long LINE = 16;

    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<SwapAxes> op() {
        return SwapAxes.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public Optional<String> refusal(SwapAxes op, Site site) {
        return Optional.empty();
    }

    /** An element moved is one unit of work. */
    @Override
    public long work(SwapAxes op, Site site) {
        return site.inputs().getFirst().maxShape().elements();
    }

    @Override
    public long packedBytes(SwapAxes op, Site site) {
        return 0;
    }

    @Override
    public long scratchBytes(SwapAxes op, Site site) {
        return 0;
    }

    @Override
    public Prepared prepare(SwapAxes op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new RowBlocks();
    }

    /** A unit is a block of the result's rows in one sample. // x (batch, a, b), y (batch, b, a) */
    private record RowBlocks() implements Prepared {
        @Override
        public long units(Operands operands) {
            return operands.inputSize(0, 0) * blocks(operands);
        }

        private static long blocks(Operands operands) {
            return (operands.inputSize(0, 2) + LINE - 1) / LINE;
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            long a = operands.inputSize(0, 1);
            long b = operands.inputSize(0, 2);
            long blocks = blocks(operands);
            for (long unit = from; unit < to; unit++) {
                long sample = unit / blocks * a * b;
                long first = unit % blocks * LINE;
                swap(operands.input(0), operands.output(0), sample, first, Math.min(b, first + LINE), a, b);
            }
        }

        private static void swap(MemorySegment x, MemorySegment y, long sample, long first, long last, long a, long b) {
            for (long j = 0; j < a; j++) {
                for (long k = first; k < last; k++) {
                    float element = x.getAtIndex(ValueLayout.JAVA_FLOAT, sample + j * b + k);
                    y.setAtIndex(ValueLayout.JAVA_FLOAT, sample + k * a + j, element);
                }
            }
        }
    }
}
