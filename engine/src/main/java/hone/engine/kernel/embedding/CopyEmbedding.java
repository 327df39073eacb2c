package hone.engine.kernel.embedding;

import hone.engine.InvalidInput;
import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.embedding.Embedding;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * One copy for each id. A row is contiguous, and the system's copy moves whole vectors already, so there is no faster
 * rung. All ids are looked at before the first copy: a wrong one is refused and nothing is written.
 */
public final class CopyEmbedding implements Kernel<Embedding> {
    @Override
    public String id() {
        return "copy";
    }

    @Override
    public Class<Embedding> op() {
        return Embedding.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public Optional<String> refusal(Embedding op, Site site) {
        return Optional.empty();
    }

    /** Elements copied; the op counts no arithmetic. */
    @Override
    public long work(Embedding op, Site site) {
        return site.outputs().getFirst().maxShape().elements();
    }

    @Override
    public long packedBytes(Embedding op, Site site) {
        return 0;
    }

    @Override
    public long scratchBytes(Embedding op, Site site) {
        return 0;
    }

    @Override
    public Prepared prepare(Embedding op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new Rows(site.node());
    }

    /** A unit is {@link #IDS} ids. */
    private record Rows(String node) implements Prepared {
        private static final long IDS = 16;

        @Override
        public long units(Operands operands) {
            return (operands.inputElements(Embedding.IDS) + IDS - 1) / IDS;
        }

        @Override
        public void begin(Operands operands) {
            MemorySegment ids = operands.input(Embedding.IDS);
            long rows = operands.inputSize(Embedding.TABLE, 0);
            long count = operands.inputElements(Embedding.IDS);
            for (long i = 0; i < count; i++) {
                int id = ids.getAtIndex(ValueLayout.JAVA_INT, i);
                if (id < 0 || id >= rows) {
                    throw new InvalidInput(
                            "an id names no row of the embedding's table",
                            node,
                            "id " + id + " at place " + i + ", the table has " + rows + " rows");
                }
            }
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            MemorySegment ids = operands.input(Embedding.IDS);
            long rowBytes = operands.inputSize(Embedding.TABLE, 1) * Float.BYTES;
            long end = Math.min(to * IDS, operands.inputElements(Embedding.IDS));
            for (long i = from * IDS; i < end; i++) {
                long row = ids.getAtIndex(ValueLayout.JAVA_INT, i);
                MemorySegment.copy(
                        operands.input(Embedding.TABLE), row * rowBytes, operands.output(0), i * rowBytes, rowBytes);
            }
        }
    }
}
