package hone.engine.kernel.pool;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.WorkerRows;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * What the gradients of both poolings have in common: a unit is one channel of one image, whose pixels are added up in a
 * Java array and written once.
 */
interface PoolGradientRun extends Prepared {
    PoolShape shape();

    /** The gradient of a channel's pixels, for each worker. */
    float[][] pixelGradients();

    /** The gradient of a channel's results, for each worker. */
    float[][] resultGradients();

    /** The input that brings the results' gradient. */
    int gradientInput();

    /**
     * Adds the gradient of one channel's results to that of its pixels.
     *
     * @param dx zeros at first
     */
    void channel(Operands operands, long plane, float[] dy, float[] dx, int worker);

    /** Bytes of both arrays. */
    static long bytes(PoolShape shape, int workers) {
        return WorkerRows.bytes(workers, shape.height() * shape.width())
                + WorkerRows.bytes(workers, shape.outHeight() * shape.outWidth());
    }

    @Override
    default long units(Operands operands) {
        return operands.outputSize(0, 0) * operands.outputSize(0, 1);
    }

    @Override
    default void run(Operands operands, long from, long to, int worker) {
        int pixels = shape().height() * shape().width();
        int results = shape().outHeight() * shape().outWidth();
        float[] dx = pixelGradients()[worker];
        float[] dy = resultGradients()[worker];
        MemorySegment source = operands.input(gradientInput());
        for (long plane = from; plane < to; plane++) {
            MemorySegment.copy(source, ValueLayout.JAVA_FLOAT, plane * results * Float.BYTES, dy, 0, results);
            Arrays.fill(dx, 0, pixels, 0);
            channel(operands, plane, dy, dx, worker);
            MemorySegment.copy(dx, 0, operands.output(0), ValueLayout.JAVA_FLOAT, plane * pixels * Float.BYTES, pixels);
        }
    }
}
