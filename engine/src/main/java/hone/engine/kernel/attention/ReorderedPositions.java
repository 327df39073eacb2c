package hone.engine.kernel.attention;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.attention.PositionEmbedding;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * Adds to each row that of its position, element by element. It is one sum for each element of a model that does hundreds
 * of products for it, so there is no faster rung.
 */
public final class ReorderedPositions implements Kernel<PositionEmbedding> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<PositionEmbedding> op() {
        return PositionEmbedding.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public Optional<String> refusal(PositionEmbedding op, Site site) {
        return Optional.empty();
    }

    @Override
    public long packedBytes(PositionEmbedding op, Site site) {
        return 0;
    }

    @Override
    public long scratchBytes(PositionEmbedding op, Site site) {
        return 0;
    }

    @Override
    public Prepared prepare(PositionEmbedding op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new Rows(site.node(), site.inputs().size() > PositionEmbedding.POSITION);
    }

    /** A unit is a row: one position of one sample. */
    private record Rows(String node, boolean positioned) implements Prepared {
        @Override
        public long units(Operands operands) {
            return operands.inputSize(0, 0) * operands.inputSize(0, 1);
        }

        @Override
        public void begin(Operands operands) {
            if (positioned) {
                Positions.check(
                        operands.input(PositionEmbedding.POSITION),
                        operands.inputSize(0, 1),
                        operands.inputSize(PositionEmbedding.TABLE, 0),
                        node);
            }
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            long width = operands.inputSize(0, 2);
            long seq = operands.inputSize(0, 1);
            int first = positioned ? Positions.first(operands.input(PositionEmbedding.POSITION)) : 0;
            for (long row = from; row < to; row++) {
                add(operands, row * width, (first + row % seq) * width, width);
            }
        }

        private static void add(Operands operands, long at, long positionAt, long width) {
            MemorySegment x = operands.input(0);
            MemorySegment table = operands.input(PositionEmbedding.TABLE);
            MemorySegment sum = operands.output(0);
            for (long c = 0; c < width; c++) {
                float element = x.getAtIndex(ValueLayout.JAVA_FLOAT, at + c);
                float position = table.getAtIndex(ValueLayout.JAVA_FLOAT, positionAt + c);
                sum.setAtIndex(ValueLayout.JAVA_FLOAT, at + c, element + position);
            }
        }
    }
}
