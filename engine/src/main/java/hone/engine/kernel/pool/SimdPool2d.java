package hone.engine.kernel.pool;

import hone.engine.kernel.Footprint;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.VectorUnit;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.conv.Pool2d;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * Pooling down and then across with the Vector API. Down is easy: rows lie in memory order. Across, neighbouring windows
 * begin a stride apart: at stride 1 a vector of pixels is a vector of results; at stride 2, the usual one, every other
 * pixel of two vectors is picked into one. {@link PoolRows} has the loops.
 */
public final class SimdPool2d implements PoolKernel {
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
    public Optional<String> refusal(Pool2d op, Site site) {
        int stride = op.stride().width();
        return stride > 2
                ? Optional.of("windows are " + stride + " pixels apart; it picks every one or every other")
                : Optional.empty();
    }

    @Override
    public long scratchBytes(Pool2d op, Site site) {
        PoolShape shape = PoolShape.of(op, site);
        return Footprint.block(site.workers() * PoolRows.rowBytes(shape)) + Footprint.block(PoolRows.countBytes(shape));
    }

    @Override
    public Prepared prepare(Pool2d op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        PoolShape shape = PoolShape.of(op, site);
        MemorySegment rows = scratch.allocate(site.workers() * PoolRows.rowBytes(shape));
        for (long i = 0; i < rows.byteSize() / Float.BYTES; i++) {
            rows.setAtIndex(ValueLayout.JAVA_FLOAT, i, shape.padding());
        }
        MemorySegment counts = scratch.allocate(PoolRows.countBytes(shape));
        for (int j = 0; j < shape.outWidth(); j++) {
            counts.setAtIndex(ValueLayout.JAVA_FLOAT, j, shape.columns(j));
        }
        return new Planes(shape, rows, counts);
    }

    /**
     * A unit is one channel of one image.
     *
     * @param rows for each worker one reduced row, with the padding left and right of it
     * @param counts for each column of results, how many image columns it looks at
     */
    private record Planes(PoolShape shape, MemorySegment rows, MemorySegment counts) implements Prepared {
        @Override
        public long units(Operands operands) {
            return PoolShape.planes(operands);
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            MemorySegment x = operands.input(0);
            MemorySegment y = operands.output(0);
            int stride = shape.op().stride().width();
            int kernel = shape.op().kernel().width();
            long base = worker * PoolRows.rowBytes(shape);
            long column = base + (long) shape.op().padding().width() * Float.BYTES;
            for (long plane = from; plane < to; plane++) {
                for (int row = 0; row < shape.outHeight(); row++) {
                    long at = (plane * shape.height() + shape.firstRow(row)) * shape.width() * Float.BYTES;
                    long target = (plane * shape.outHeight() + row) * shape.outWidth() * Float.BYTES;
                    int count = shape.endRow(row) - shape.firstRow(row);
                    if (shape.largest()) {
                        PoolRows.largestDown(x, at, shape.width(), count, rows, column);
                        PoolRows.largestAcross(rows, base, kernel, stride, y, target, shape.outWidth());
                    } else {
                        PoolRows.sumDown(x, at, shape.width(), count, rows, column);
                        PoolRows.meanAcross(rows, base, kernel, stride, counts, count, y, target, shape.outWidth());
                    }
                }
            }
        }
    }
}
