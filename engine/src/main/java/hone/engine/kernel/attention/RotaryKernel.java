package hone.engine.kernel.attention;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Site;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.attention.RotaryEmbedding;
import java.util.Optional;

/** What the rungs of the rotation have in common: a table made once, and rows of the input as units. */
sealed interface RotaryKernel extends Kernel<RotaryEmbedding> permits ReorderedRotary, SimdRotary {
    /** Rotates one head, which begins at byte {@code at} of input and output. */
    void head(Operands operands, long at, RotationTable table, long position);

    @Override
    default Class<RotaryEmbedding> op() {
        return RotaryEmbedding.class;
    }

    @Override
    default Optional<String> refusal(RotaryEmbedding op, Site site) {
        return Optional.empty();
    }

    @Override
    default long packedBytes(RotaryEmbedding op, Site site) {
        return 0;
    }

    @Override
    default long scratchBytes(RotaryEmbedding op, Site site) {
        return RotationTable.bytes(op);
    }

    @Override
    default Prepared prepare(RotaryEmbedding op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new Rows(this, op, site.node(), RotationTable.of(op, scratch));
    }

    /** A unit is a row: all heads of one position of one sample. */
    record Rows(RotaryKernel kernel, RotaryEmbedding op, String node, RotationTable table) implements Prepared {
        @Override
        public long units(Operands operands) {
            return operands.inputSize(0, 0) * operands.inputSize(0, 1);
        }

        @Override
        public void begin(Operands operands) {
            Positions.check(operands.input(RotaryEmbedding.POSITION), operands.inputSize(0, 1), op.positions(), node);
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            long rowBytes = operands.inputSize(0, 2) * Float.BYTES;
            long headBytes = (long) op.headDim() * Float.BYTES;
            long seq = operands.inputSize(0, 1);
            int first = Positions.first(operands.input(RotaryEmbedding.POSITION));
            for (long row = from; row < to; row++) {
                for (long at = row * rowBytes; at < (row + 1) * rowBytes; at += headBytes) {
                    kernel.head(operands, at, table, first + row % seq);
                }
            }
        }
    }
}
