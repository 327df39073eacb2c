package hone.engine.kernel.pool;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.WorkerRows;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.conv.AveragePool2dGradient;
import hone.engine.tensor.TensorType;
import java.util.Optional;

/** Each window's gradient, divided by its number of pixels, is added to those pixels, window after window. */
public final class ReorderedAveragePool2dGradient implements Kernel<AveragePool2dGradient> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<AveragePool2dGradient> op() {
        return AveragePool2dGradient.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public Optional<String> refusal(AveragePool2dGradient op, Site site) {
        return Optional.empty();
    }

    @Override
    public long packedBytes(AveragePool2dGradient op, Site site) {
        return 0;
    }

    private static PoolShape shape(AveragePool2dGradient op, Site site) {
        TensorType dy = site.inputs().getFirst();
        return new PoolShape(
                op.of(),
                op.image().height(),
                op.image().width(),
                Math.toIntExact(dy.dim(2).max()),
                Math.toIntExact(dy.dim(3).max()));
    }

    @Override
    public long scratchBytes(AveragePool2dGradient op, Site site) {
        return PoolGradientRun.bytes(shape(op, site), site.workers());
    }

    @Override
    public Prepared prepare(AveragePool2dGradient op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        PoolShape shape = shape(op, site);
        scratch.chargeArray(scratchBytes(op, site));
        return new Channels(
                shape,
                WorkerRows.floats(site.workers(), shape.height() * shape.width()),
                WorkerRows.floats(site.workers(), shape.outHeight() * shape.outWidth()));
    }

    private record Channels(PoolShape shape, float[][] pixelGradients, float[][] resultGradients)
            implements PoolGradientRun {
        @Override
        public int gradientInput() {
            return 0;
        }

        @Override
        public void channel(Operands operands, long plane, float[] dy, float[] dx, int worker) {
            for (int row = 0; row < shape.outHeight(); row++) {
                int top = shape.firstRow(row);
                int end = shape.endRow(row);
                for (int column = 0; column < shape.outWidth(); column++) {
                    int left = shape.firstColumn(column);
                    int count = shape.columns(column);
                    float share = dy[row * shape.outWidth() + column] / ((float) (end - top) * count);
                    for (int i = top; i < end; i++) {
                        add(dx, i * shape.width() + left, count, share);
                    }
                }
            }
        }

        private static void add(float[] dx, int from, int count, float share) {
            for (int at = from; at < from + count; at++) {
                dx[at] += share;
            }
        }
    }
}
