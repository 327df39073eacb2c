package hone.engine.kernel.pool;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.WorkerRows;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.conv.Pool2d;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Pooling in two steps: first down, then across. A window of h × w pixels is w columns of h; each column is reduced once
 * and then serves all windows that overlap there, so h + w operations do where the definition takes h · w. The step down
 * works on whole rows in memory order, which the just-in-time compiler turns into vector instructions by itself.
 */
public final class ReorderedPool2d implements PoolKernel {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    private static int rowLength(PoolShape shape) {
        return shape.width() + 2 * shape.op().padding().width();
    }

    @Override
    public long scratchBytes(Pool2d op, Site site) {
        return 2 * WorkerRows.bytes(site.workers(), rowLength(PoolShape.of(op, site)))
                + WorkerRows.bytes(site.workers(), PoolShape.of(op, site).outWidth());
    }

    @Override
    public Prepared prepare(Pool2d op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        PoolShape shape = PoolShape.of(op, site);
        scratch.chargeArray(scratchBytes(op, site));
        float[][] columns = WorkerRows.floats(site.workers(), rowLength(shape));
        for (float[] row : columns) {
            Arrays.fill(row, shape.padding());
        }
        return new Rows(
                shape,
                columns,
                WorkerRows.floats(site.workers(), rowLength(shape)),
                WorkerRows.floats(site.workers(), shape.outWidth()));
    }

    /**
     * A unit is one channel of one image.
     *
     * @param columns for each worker one reduced row, with the padding left and right of it
     * @param pixels for each worker a row of the image
     * @param results for each worker a row of results
     */
    private record Rows(PoolShape shape, float[][] columns, float[][] pixels, float[][] results) implements Prepared {
        @Override
        public long units(Operands operands) {
            return PoolShape.planes(operands);
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            int outWidth = shape.outWidth();
            for (long plane = from; plane < to; plane++) {
                for (int row = 0; row < shape.outHeight(); row++) {
                    down(operands.input(0), plane, row, columns[worker], pixels[worker]);
                    if (shape.largest()) {
                        largest(columns[worker], results[worker]);
                    } else {
                        means(columns[worker], results[worker], shape.endRow(row) - shape.firstRow(row));
                    }
                    long at = (plane * shape.outHeight() + row) * outWidth * Float.BYTES;
                    MemorySegment.copy(results[worker], 0, operands.output(0), ValueLayout.JAVA_FLOAT, at, outWidth);
                }
            }
        }

        private void down(MemorySegment x, long plane, int row, float[] column, float[] pixel) {
            int padding = shape.op().padding().width();
            int first = shape.firstRow(row);
            long at = (plane * shape.height() + first) * shape.width() * Float.BYTES;
            MemorySegment.copy(x, ValueLayout.JAVA_FLOAT, at, column, padding, shape.width());
            for (int i = first + 1; i < shape.endRow(row); i++) {
                at += (long) shape.width() * Float.BYTES;
                MemorySegment.copy(x, ValueLayout.JAVA_FLOAT, at, pixel, padding, shape.width());
                if (shape.largest()) {
                    larger(column, pixel, padding, padding + shape.width());
                } else {
                    add(column, pixel, padding, padding + shape.width());
                }
            }
        }

        private static void larger(float[] column, float[] pixel, int from, int to) {
            for (int j = from; j < to; j++) {
                column[j] = Math.max(column[j], pixel[j]);
            }
        }

        private static void add(float[] column, float[] pixel, int from, int to) {
            for (int j = from; j < to; j++) {
                column[j] += pixel[j];
            }
        }

        private void largest(float[] column, float[] result) {
            int stride = shape.op().stride().width();
            int kernel = shape.op().kernel().width();
            for (int j = 0; j < shape.outWidth(); j++) {
                float largest = column[j * stride];
                for (int q = 1; q < kernel; q++) {
                    largest = Math.max(largest, column[j * stride + q]);
                }
                result[j] = largest;
            }
        }

        private void means(float[] column, float[] result, int rows) {
            int stride = shape.op().stride().width();
            int kernel = shape.op().kernel().width();
            for (int j = 0; j < shape.outWidth(); j++) {
                float sum = column[j * stride];
                for (int q = 1; q < kernel; q++) {
                    sum += column[j * stride + q];
                }
                result[j] = sum / ((float) rows * shape.columns(j));
            }
        }
    }
}
