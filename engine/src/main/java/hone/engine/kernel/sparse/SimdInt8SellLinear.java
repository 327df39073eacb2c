package hone.engine.kernel.sparse;

import hone.engine.kernel.Footprint;
import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.VectorUnit;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.matmul.Int8Linear;
import hone.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * A layer that was pruned and then stored as INT8: slices as in {@link SimdSellMatMul}, with a byte for the weight and a
 * byte for its place. Two bytes a weight against one in the dense kernel, and a permutation more: it takes clearly more
 * than half zeros to gain. Meant for a few rows; each row passes over a slice that is then in the first cache.
 */
public final class SimdInt8SellLinear implements Kernel<Int8Linear> {
    @Override
    public String id() {
        return "simd-sell";
    }

    @Override
    public Class<Int8Linear> op() {
        return Int8Linear.class;
    }

    @Override
    public Rung rung() {
        return Rung.SIMD;
    }

    @Override
    public boolean sparse() {
        return true;
    }

    @Override
    public Optional<String> unavailableReason() {
        return VectorUnit.unavailableReason();
    }

    @Override
    public Optional<String> refusal(Int8Linear op, Site site) {
        if (op.quantizedActivations()) {
            return Optional.of("it multiplies float32 activations, and these are INT8");
        }
        if (op.groupSize() != 0) {
            return Optional.of("it has one scale for each output, and here " + op.groupSize() + " inputs share one");
        }
        if (site.constant(1).isEmpty()) {
            return Optional.of("the weight is not constant");
        }
        Tensor weight = SparseKernel.weight(site);
        return SparseKernel.nonZeros(weight) == weight.shape().elements()
                ? Optional.of("the weight has no zeros")
                : Optional.empty();
    }

    /** The zeros that fill up its slots are multiplied too, so they count. */
    @Override
    public long work(Int8Linear op, Site site) {
        return Slices.slots(SparseKernel.weight(site)) * Slices.LANES * SparseKernel.maxM(site);
    }

    @Override
    public long packedBytes(Int8Linear op, Site site) {
        return Slices.bytes(SparseKernel.weight(site));
    }

    @Override
    public long scratchBytes(Int8Linear op, Site site) {
        return Footprint.block(SparseKernel.maxM(site) * RowGroup.rowBytes(SparseKernel.k(site)))
                + Footprint.block(site.workers() * Slots.TILE);
    }

    @Override
    public Prepared prepare(Int8Linear op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        Slices slices = Slices.of(SparseKernel.weight(site), packed);
        MemorySegment rows = scratch.allocate(SparseKernel.maxM(site) * RowGroup.rowBytes(SparseKernel.k(site)));
        return new Slots(slices, rows, scratch.allocate(site.workers() * Slots.TILE));
    }

    /**
     * A unit is a slice of outputs, of all rows.
     *
     * @param rows the activations, each row filled up to whole vectors with zeros
     * @param work for each worker one vector of sums, a cache line and more from the next worker's
     */
    private record Slots(Slices slices, MemorySegment rows, MemorySegment work) implements Prepared {
        static final long TILE = 128;

        @Override
        public long units(Operands operands) {
            return SparseKernel.m(operands) == 0 ? 0 : Slices.count(SparseKernel.n(operands));
        }

        @Override
        public void begin(Operands operands) {
            int k = SparseKernel.k(operands);
            long bytes = (long) k * Float.BYTES;
            for (int row = 0; row < SparseKernel.m(operands); row++) {
                MemorySegment.copy(operands.input(0), row * bytes, rows, row * RowGroup.rowBytes(k), bytes);
            }
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            int n = SparseKernel.n(operands);
            int m = SparseKernel.m(operands);
            long rowBytes = RowGroup.rowBytes(SparseKernel.k(operands));
            long tile = worker * TILE;
            for (long slice = from; slice < to; slice++) {
                int first = slices.starts().getAtIndex(ValueLayout.JAVA_INT, slice);
                int end = slices.starts().getAtIndex(ValueLayout.JAVA_INT, slice + 1);
                int column = (int) slice * Slices.LANES;
                for (int row = 0; row < m; row++) {
                    Int8SliceProduct.oneRow(slices, first, end, rows, row * rowBytes, work, tile);
                    finish(operands, row, column, Math.min(Slices.LANES, n - column), tile);
                }
            }
        }

        /** Multiplies the sums by their scales, adds the bias and writes them out. */
        private void finish(Operands operands, long row, int column, int width, long tile) {
            for (int j = 0; j < width; j++) {
                float scale = operands.input(2).getAtIndex(ValueLayout.JAVA_FLOAT, column + j);
                float bias = operands.input(3).getAtIndex(ValueLayout.JAVA_FLOAT, column + j);
                float sum = work.get(ValueLayout.JAVA_FLOAT, tile + (long) j * Float.BYTES);
                long to = row * SparseKernel.n(operands) + column + j;
                operands.output(0).setAtIndex(ValueLayout.JAVA_FLOAT, to, sum * scale + bias);
            }
        }
    }
}
