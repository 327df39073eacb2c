package hone.engine.kernel.pool;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.WorkerRows;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.conv.MaxPool2dGradient;
import hone.engine.tensor.TensorType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * The largest pixel of each window is looked for again, which is cheaper than to keep its place since the forward pass;
 * its gradient goes there. NaN counts as the largest, as in the pooling.
 */
public final class ReorderedMaxPool2dGradient implements Kernel<MaxPool2dGradient> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<MaxPool2dGradient> op() {
        return MaxPool2dGradient.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public Optional<String> refusal(MaxPool2dGradient op, Site site) {
        return Optional.empty();
    }

    @Override
    public long packedBytes(MaxPool2dGradient op, Site site) {
        return 0;
    }

    private static PoolShape shape(MaxPool2dGradient op, Site site) {
        TensorType x = site.inputs().get(0);
        TensorType dy = site.inputs().get(1);
        return new PoolShape(
                op.of(),
                size(x.dim(2).max()),
                size(x.dim(3).max()),
                size(dy.dim(2).max()),
                size(dy.dim(3).max()));
    }

    private static int size(long size) {
        return Math.toIntExact(size);
    }

    @Override
    public long scratchBytes(MaxPool2dGradient op, Site site) {
        PoolShape shape = shape(op, site);
        return PoolGradientRun.bytes(shape, site.workers())
                + WorkerRows.bytes(site.workers(), shape.height() * shape.width());
    }

    @Override
    public Prepared prepare(MaxPool2dGradient op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        PoolShape shape = shape(op, site);
        scratch.chargeArray(scratchBytes(op, site));
        int pixels = shape.height() * shape.width();
        return new Channels(
                shape,
                WorkerRows.floats(site.workers(), pixels),
                WorkerRows.floats(site.workers(), shape.outHeight() * shape.outWidth()),
                WorkerRows.floats(site.workers(), pixels));
    }

    /** @param images a channel's pixels, for each worker */
    private record Channels(PoolShape shape, float[][] pixelGradients, float[][] resultGradients, float[][] images)
            implements PoolGradientRun {
        @Override
        public int gradientInput() {
            return 1;
        }

        @Override
        public void channel(Operands operands, long plane, float[] dy, float[] dx, int worker) {
            float[] x = images[worker];
            int pixels = shape.height() * shape.width();
            MemorySegment.copy(operands.input(0), ValueLayout.JAVA_FLOAT, plane * pixels * Float.BYTES, x, 0, pixels);
            int outWidth = shape.outWidth();
            for (int row = 0; row < shape.outHeight(); row++) {
                int top = shape.firstRow(row);
                int end = shape.endRow(row);
                for (int column = 0; column < outWidth; column++) {
                    int left = shape.firstColumn(column);
                    dx[largest(x, top, end, left, left + shape.columns(column))] += dy[row * outWidth + column];
                }
            }
        }

        private int largest(float[] x, int top, int end, int left, int right) {
            int width = shape.width();
            int best = top * width + left;
            for (int i = top; i < end; i++) {
                for (int at = i * width + left; at < i * width + right; at++) {
                    if (x[at] > x[best] || (Float.isNaN(x[at]) && !Float.isNaN(x[best]))) {
                        best = at;
                    }
                }
            }
            return best;
        }
    }
}
