package hone.engine.kernel.attention;

import hone.engine.kernel.Footprint;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.VectorUnit;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.attention.ScaledDotProduct;
import java.util.Optional;

/**
 * One query at a time, as in the plain kernel, written with the Vector API: scores, softmax and weighted sum follow one
 * another while the row of scores is in the first cache. The exponential is a polynomial for a whole vector of scores
 * (see {@link VectorExp}), which alone is worth more than the rest; and keys need no transposed copy, because the sum
 * across a vector's lanes is one operation here, where the compiler may not reorder a plain loop's additions.
 *
 * <p>What is left to gain: every query reads all keys and all values again, so each number that is loaded serves one
 * multiplication.
 */
public final class FusedAttention implements AttentionKernel {
    @Override
    public String id() {
        return "fused";
    }

    @Override
    public Rung rung() {
        return Rung.SIMD;
    }

    @Override
    public Optional<String> unavailableReason() {
        return VectorUnit.unavailableReason();
    }

    /** A row of scores for each worker. */
    @Override
    public long scratchBytes(ScaledDotProduct op, Site site) {
        return Footprint.block(site.workers() * RowAttention.rowBytes(HeadGeometry.maxKeys(op, site)));
    }

    @Override
    public Prepared prepare(ScaledDotProduct op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        int keys = HeadGeometry.maxKeys(op, site);
        RowAttention rows = new RowAttention(scratch.allocate(site.workers() * RowAttention.rowBytes(keys)), keys);
        return new Rows(op, site.node(), rows);
    }

    private record Rows(ScaledDotProduct op, String node, RowAttention rows) implements AttentionRun {
        private static final int BLOCK = 16;

        @Override
        public int blockRows(Operands operands) {
            return BLOCK;
        }

        @Override
        public void block(Operands operands, long sample, int head, int first, int end, int worker) {
            rows.rows(op, operands, sample, head, first, end, worker);
        }
    }
}
