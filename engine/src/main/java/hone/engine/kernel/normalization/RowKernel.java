package hone.engine.kernel.normalization;

import hone.engine.graph.Op;
import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Site;
import hone.engine.memory.MemoryRegion;
import java.util.Optional;

/** What kernels over the rows of the last dimension have in common: no packed weights, no scratch, any shape. */
interface RowKernel<O extends Op> extends Kernel<O> {
    /** Elements that a unit has at least, if there are so many: enough to be worth another thread's while. */
    long UNIT = 8192;

    /** Computes one row of {@code width} elements that begins at element {@code from}. */
    void row(O op, Operands operands, long from, int width);

    @Override
    default Optional<String> refusal(O op, Site site) {
        return Optional.empty();
    }

    @Override
    default long packedBytes(O op, Site site) {
        return 0;
    }

    @Override
    default long scratchBytes(O op, Site site) {
        return 0;
    }

    @Override
    default Prepared prepare(O op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new Rows<>(this, op);
    }

    /** A unit is a group of rows. */
    record Rows<O extends Op>(RowKernel<O> kernel, O op) implements Prepared {
        @Override
        public long units(Operands operands) {
            long elements = operands.outputElements(0);
            if (elements == 0) {
                return 0;
            }
            long rows = elements / width(operands);
            return (rows + rowsOfUnit(operands) - 1) / rowsOfUnit(operands);
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            int width = width(operands);
            if (width == 0) {
                return;
            }
            long rows = operands.outputElements(0) / width;
            long end = Math.min(to * rowsOfUnit(operands), rows);
            for (long row = from * rowsOfUnit(operands); row < end; row++) {
                kernel.row(op, operands, row * width, width);
            }
        }

        private static long rowsOfUnit(Operands operands) {
            int width = width(operands);
            return (UNIT + width - 1) / width;
        }

        private static int width(Operands operands) {
            return Math.toIntExact(operands.inputSize(0, operands.inputRank(0) - 1));
        }
    }
}
