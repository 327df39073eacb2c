package hone.engine.kernel.sparse;

import hone.engine.kernel.Footprint;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.VectorUnit;
import hone.engine.kernel.activation.ActivationLoops;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.matmul.MatrixProduct;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * A pruned linear layer with the Vector API: sixteen outputs (at 64-byte vectors) are added up in one register, each
 * lane skipping zeros of its own. See {@link Slices} for how the weight is stored, which is the whole idea.
 */
public final class SimdSellMatMul implements SparseKernel {
    @Override
    public String id() {
        return "simd-sell";
    }

    @Override
    public Rung rung() {
        return Rung.SIMD;
    }

    @Override
    public Optional<String> unavailableReason() {
        return VectorUnit.unavailableReason();
    }

    /** The zeros that fill up its slots are multiplied too, so they count. */
    @Override
    public long work(MatrixProduct op, Site site) {
        return Slices.slots(SparseKernel.weight(site)) * Slices.LANES * SparseKernel.maxM(site);
    }

    @Override
    public long packedBytes(MatrixProduct op, Site site) {
        return Slices.bytes(SparseKernel.weight(site));
    }

    @Override
    public long scratchBytes(MatrixProduct op, Site site) {
        return Footprint.block(site.workers() * workBytes(site));
    }

    private static long workBytes(Site site) {
        return Slots.TILE
                + RowGroup.bytes((int) SparseKernel.weight(site).shape().size(1));
    }

    @Override
    public Prepared prepare(MatrixProduct op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        Slices slices = Slices.of(SparseKernel.weight(site), packed);
        return new Slots(op, slices, scratch.allocate(site.workers() * workBytes(site)), workBytes(site));
    }

    /**
     * A unit is a group of rows where there are several, else a slice of outputs.
     *
     * @param work for each worker, {@code stride} bytes apart, a tile of sums and then a {@link RowGroup}; a single
     *     group lies with worker 0 and is read by all
     */
    private record Slots(MatrixProduct op, Slices slices, MemorySegment work, long stride) implements Prepared {
        private static final long VECTOR = (long) Slices.LANES * Float.BYTES;
        /** Slots at a time for a full group of rows: short calls, and many, are soon compiled. */
        private static final int SLOTS = 96;

        static final long TILE = RowGroup.ROWS * VECTOR;

        @Override
        public long units(Operands operands) {
            int m = SparseKernel.m(operands);
            return m <= RowGroup.ROWS
                    ? m == 0 ? 0 : Slices.count(SparseKernel.n(operands))
                    : (m + RowGroup.ROWS - 1) / RowGroup.ROWS;
        }

        @Override
        public void begin(Operands operands) {
            int m = SparseKernel.m(operands);
            if (m <= RowGroup.ROWS) {
                RowGroup.pack(operands.input(0), 0, m, SparseKernel.k(operands), work, TILE);
            }
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            int m = SparseKernel.m(operands);
            int k = SparseKernel.k(operands);
            long tile = worker * stride;
            for (long unit = from; unit < to; unit++) {
                if (m <= RowGroup.ROWS) {
                    slice(operands, (int) unit, 0, m, TILE, tile);
                    continue;
                }
                int top = (int) unit * RowGroup.ROWS;
                int height = Math.min(RowGroup.ROWS, m - top);
                RowGroup.pack(operands.input(0), (long) top * k * Float.BYTES, height, k, work, tile + TILE);
                for (int slice = 0; slice < Slices.count(SparseKernel.n(operands)); slice++) {
                    slice(operands, slice, top, height, tile + TILE, tile);
                }
            }
        }

        /** One slice of outputs for the {@code height} rows of a group. */
        private void slice(Operands operands, int slice, int top, int height, long group, long tile) {
            int n = SparseKernel.n(operands);
            int column = slice * Slices.LANES;
            long width = (long) Math.min(Slices.LANES, n - column) * Float.BYTES;
            int first = slices.starts().getAtIndex(ValueLayout.JAVA_INT, slice);
            int end = slices.starts().getAtIndex(ValueLayout.JAVA_INT, slice + 1);
            start(operands, height, column, width, tile);
            if (RowGroup.sideBySide(height)) {
                for (int slot = first; slot < end; slot += SLOTS) {
                    SliceProduct.eightRows(slices, slot, Math.min(end, slot + SLOTS), work, group, work, tile);
                }
            } else {
                for (int row = 0; row < height; row++) {
                    long x = group + row * RowGroup.rowBytes(SparseKernel.k(operands));
                    SliceProduct.oneRow(slices, first, end, work, x, work, tile + row * VECTOR);
                }
            }
            ActivationLoops.finish(op.activation(), work, tile, VECTOR, height, Slices.LANES);
            for (int row = 0; row < height; row++) {
                long to = ((long) (top + row) * n + column) * Float.BYTES;
                MemorySegment.copy(work, tile + row * VECTOR, operands.output(0), to, width);
            }
        }

        /** The tile's rows begin with the bias, or with zeros. */
        private void start(Operands operands, int height, int column, long width, long tile) {
            for (int row = 0; row < height; row++) {
                if (op.bias()) {
                    MemorySegment.copy(
                            operands.input(2), (long) column * Float.BYTES, work, tile + row * VECTOR, width);
                } else {
                    for (long at = 0; at < width; at += Float.BYTES) {
                        work.set(ValueLayout.JAVA_FLOAT, tile + row * VECTOR + at, 0);
                    }
                }
            }
        }
    }
}
