package hone.engine.kernel.attention;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.attention.CacheAppend;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * One copy: positions follow one another in the cache as rows do in the run, so all new rows are one block of memory.
 * There is no faster rung, because a copy is what the memory can do.
 */
public final class CopyCacheAppend implements Kernel<CacheAppend> {
    @Override
    public String id() {
        return "copy";
    }

    @Override
    public Class<CacheAppend> op() {
        return CacheAppend.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public Optional<String> refusal(CacheAppend op, Site site) {
        return Optional.empty();
    }

    /** Elements copied; the op counts no arithmetic. */
    @Override
    public long work(CacheAppend op, Site site) {
        return site.inputs().get(CacheAppend.ROWS).maxShape().elements();
    }

    @Override
    public long packedBytes(CacheAppend op, Site site) {
        return 0;
    }

    @Override
    public long scratchBytes(CacheAppend op, Site site) {
        return 0;
    }

    @Override
    public Prepared prepare(CacheAppend op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new Copy(site.node());
    }

    /** A unit is everything. */
    private record Copy(String node) implements Prepared {
        @Override
        public long units(Operands operands) {
            return 1;
        }

        @Override
        public void begin(Operands operands) {
            MemorySegment position = operands.input(CacheAppend.POSITION);
            long rows = operands.inputSize(CacheAppend.ROWS, 1);
            Positions.check(position, rows, operands.inputSize(CacheAppend.CACHE, 0), node);
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            if (from == to) {
                return;
            }
            long rowBytes = operands.inputSize(CacheAppend.CACHE, 1) * Float.BYTES;
            long at = Positions.first(operands.input(CacheAppend.POSITION)) * rowBytes;
            long bytes = operands.inputSize(CacheAppend.ROWS, 1) * rowBytes;
            MemorySegment.copy(operands.input(CacheAppend.ROWS), 0, operands.output(0), at, bytes);
        }
    }
}
