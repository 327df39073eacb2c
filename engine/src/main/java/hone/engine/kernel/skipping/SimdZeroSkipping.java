package hone.engine.kernel.skipping;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.VectorUnit;
import hone.engine.kernel.WorkerRows;
import hone.engine.kernel.activation.ActivationLoops;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.matmul.ZeroSkippingLinear;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Optional;

/**
 * The zero-skipping layer with the Vector API ({@link SkippingProduct}). A dense product is fast since many rows share each
 * weight it loads; here each row takes other weights, so rows are computed one by one. Several rows share at least the
 * first cache: they take a slice of the inputs in turn, whose weights stay there.
 */
public final class SimdZeroSkipping implements SkippingKernel {
    @Override
    public String id() {
        return "simd";
    }

    @Override
    public Rung rung() {
        return Rung.SIMD;
    }

    @Override
    public Optional<String> unavailableReason() {
        return VectorUnit.unavailableReason();
    }

    @Override
    public long packedBytes(ZeroSkippingLinear op, Site site) {
        return WideRows.bytes(SkippingKernel.maxK(site), SkippingKernel.maxN(site));
    }

    @Override
    public long scratchBytes(ZeroSkippingLinear op, Site site) {
        return WorkerRows.bytes(site.workers(), Panels.TILE);
    }

    @Override
    public Prepared prepare(ZeroSkippingLinear op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        int k = SkippingKernel.maxK(site);
        int n = SkippingKernel.maxN(site);
        MemorySegment panels = packed.allocate(packedBytes(op, site));
        WideRows.pack(site.constant(1).orElseThrow().segment(), k, n, panels);
        scratch.chargeArray(scratchBytes(op, site));
        float[][] tiles = WorkerRows.floats(site.workers(), Panels.TILE);
        return new Panels(op, SkippingKernel.maySkip(site), panels, tiles);
    }

    /**
     * A unit is a few rows of the result by one panel of columns.
     *
     * @param tiles for each worker the sums of a unit
     */
    private record Panels(ZeroSkippingLinear op, boolean skips, MemorySegment panels, float[][] tiles)
            implements Prepared {
        static final int ROWS = 16;
        static final int TILE = ROWS * WideRows.WIDTH;
        /** Inputs of a slice where rows share it: at 64-byte vectors their weights take 32 KB. */
        static final int SLICE = 64;

        @Override
        public long units(Operands operands) {
            return (SkippingKernel.m(operands) + ROWS - 1) / ROWS * WideRows.count(SkippingKernel.n(operands));
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            int k = SkippingKernel.k(operands);
            int count = WideRows.count(SkippingKernel.n(operands));
            float[] tile = tiles[worker];
            for (long unit = from; unit < to; unit++) {
                long top = unit / count * ROWS;
                int height = (int) Math.min(ROWS, SkippingKernel.m(operands) - top);
                int panel = (int) (unit % count);
                start(operands, panel, height, tile);
                int slice = height == 1 ? Math.max(1, k) : SLICE;
                for (int p = 0; p < k; p += slice) {
                    int end = Math.min(k, p + slice);
                    for (int i = 0; i < height; i++) {
                        long x0 = (top + i) * k * Float.BYTES;
                        long b = panel * WideRows.stride(k);
                        SkippingProduct.add(skips, p, end, operands.input(0), x0, panels, b, tile, i * WideRows.WIDTH);
                    }
                }
                finish(operands, top, height, panel, tile);
            }
        }

        private void start(Operands operands, int panel, int height, float[] tile) {
            int column = panel * WideRows.WIDTH;
            int columns = Math.min(WideRows.WIDTH, SkippingKernel.n(operands) - column);
            Arrays.fill(tile, 0, WideRows.WIDTH, 0);
            if (op.bias()) {
                long from = (long) column * Float.BYTES;
                MemorySegment.copy(operands.input(2), ValueLayout.JAVA_FLOAT, from, tile, 0, columns);
            }
            for (int i = 1; i < height; i++) {
                System.arraycopy(tile, 0, tile, i * WideRows.WIDTH, WideRows.WIDTH);
            }
        }

        private void finish(Operands operands, long top, int height, int panel, float[] tile) {
            int n = SkippingKernel.n(operands);
            int column = panel * WideRows.WIDTH;
            int columns = Math.min(WideRows.WIDTH, n - column);
            long row = (long) n * Float.BYTES;
            long to = top * row + (long) column * Float.BYTES;
            MemorySegment y = operands.output(0);
            for (int i = 0; i < height; i++) {
                MemorySegment.copy(tile, i * WideRows.WIDTH, y, ValueLayout.JAVA_FLOAT, to + i * row, columns);
            }
            ActivationLoops.finish(op.activation(), y, to, row, height, columns);
        }
    }
}
