package hone.engine.kernel.conv;

import hone.engine.kernel.Footprint;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.WorkerRows;
import hone.engine.kernel.activation.PlainActivations;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.conv.Conv2d;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * The convolution as a matrix product in plain Java. For each element of the kernel, the pixels it meets on its way over
 * a block of output rows are copied side by side, zeros for the padding (the field calls that <em>im2col</em>). Then an
 * output channel is a sum of such rows, each scaled by one weight: no question is left in the innermost loop, its
 * additions do not wait for one another, and the just-in-time compiler turns it into vector instructions by itself.
 */
public final class ReorderedConv2d implements ConvKernel {
    /** Bytes of copied pixels at a time: about what the second cache keeps beside everything else. */
    private static final long BLOCK_BYTES = 512 << 10;

    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    private static RowBlocks blocks(ConvShape shape) {
        return RowBlocks.within(shape, BLOCK_BYTES, (long) shape.steps() * shape.outWidth() * Float.BYTES);
    }

    private static long columnBytes(ConvShape shape, int workers) {
        return (long) workers
                * shape.steps()
                * Footprint.floats((long) blocks(shape).most() * shape.outWidth());
    }

    private static int pixels(ConvShape shape) {
        return blocks(shape).most() * shape.outWidth();
    }

    @Override
    public long scratchBytes(Conv2d op, Site site) {
        ConvShape shape = ConvShape.of(op, site);
        return columnBytes(shape, site.workers()) + WorkerRows.bytes(site.workers(), pixels(shape));
    }

    @Override
    public Prepared prepare(Conv2d op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        ConvShape shape = ConvShape.of(op, site);
        scratch.chargeArray(scratchBytes(op, site));
        return new Loops(
                shape,
                blocks(shape),
                new float[site.workers()][shape.steps()][pixels(shape)],
                WorkerRows.floats(site.workers(), pixels(shape)));
    }

    /**
     * A unit is a block of rows of one group of one image.
     *
     * @param columns for each worker and each element of the kernel, the pixels it meets
     * @param sums the row each worker is adding up
     */
    private record Loops(ConvShape shape, RowBlocks blocks, float[][][] columns, float[][] sums) implements Prepared {
        @Override
        public long units(Operands operands) {
            return blocks.units(ConvShape.images(operands));
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            long images = ConvShape.images(operands);
            for (long unit = from; unit < to; unit++) {
                long image = blocks.image(unit, images);
                int group = blocks.group(unit, images);
                int top = blocks.top(unit, images);
                int height = blocks.height(top, images);
                copyColumns(operands.input(0), image, group, top, height, columns[worker]);
                product(operands, image, group, top, height, worker);
            }
        }

        private void copyColumns(MemorySegment x, long image, int group, int top, int height, float[][] rows) {
            Conv2d op = shape.op();
            int step = 0;
            for (int c = 0; c < shape.groupChannels(); c++) {
                long plane = (image * shape.channels() + (long) group * shape.groupChannels() + c) * shape.height();
                for (int i = 0; i < shape.kernelHeight(); i++) {
                    for (int j = 0; j < shape.kernelWidth(); j++) {
                        int left = j * op.dilation().width() - op.padding().width();
                        for (int row = 0; row < height; row++) {
                            int down = (top + row) * op.stride().height()
                                    - op.padding().height()
                                    + i * op.dilation().height();
                            boolean inside = down >= 0 && down < shape.height();
                            long start = inside ? (plane + down) * shape.width() : -1;
                            copyRow(x, start, left, rows[step], row * shape.outWidth());
                        }
                        step++;
                    }
                }
            }
        }

        /** One row of pixels from {@code left} on; a row that begins before the memory does is padding. */
        private void copyRow(MemorySegment x, long start, int left, float[] row, int to) {
            int stride = shape.op().stride().width();
            int first =
                    start < 0 ? shape.outWidth() : Math.min(shape.outWidth(), Math.ceilDiv(-Math.min(0, left), stride));
            int end = Math.max(first, Math.min(shape.outWidth(), Math.ceilDiv(shape.width() - left, stride)));
            Arrays.fill(row, to, to + first, 0);
            if (stride == 1) {
                long at = (start + left + first) * Float.BYTES;
                MemorySegment.copy(x, ValueLayout.JAVA_FLOAT, end > first ? at : 0, row, to + first, end - first);
            } else {
                for (int column = first; column < end; column++) {
                    row[to + column] = x.getAtIndex(ValueLayout.JAVA_FLOAT, start + left + (long) column * stride);
                }
            }
            Arrays.fill(row, to + end, to + shape.outWidth(), 0);
        }

        private void product(Operands operands, long image, int group, int top, int height, int worker) {
            int steps = shape.steps();
            int pixels = height * shape.outWidth();
            float[] sum = sums[worker];
            MemorySegment w = operands.input(1);
            for (long output = (long) group * shape.groupOutputs();
                    output < (long) (group + 1) * shape.groupOutputs();
                    output++) {
                Arrays.fill(
                        sum,
                        0,
                        pixels,
                        shape.op().bias() ? operands.input(2).getAtIndex(ValueLayout.JAVA_FLOAT, output) : 0);
                for (int p = 0; p < steps; p++) {
                    addScaled(
                            w.getAtIndex(ValueLayout.JAVA_FLOAT, output * steps + p), columns[worker][p], sum, pixels);
                }
                PlainActivations.apply(shape.op().activation(), sum, pixels);
                long to = (image * shape.outputs() + output) * shape.plane() + (long) top * shape.outWidth();
                MemorySegment.copy(sum, 0, operands.output(0), ValueLayout.JAVA_FLOAT, to * Float.BYTES, pixels);
            }
        }

        /** sum[j] += factor · row[j]: the loop the compiler vectorizes. */
        private static void addScaled(float factor, float[] row, float[] sum, int n) {
            for (int j = 0; j < n; j++) {
                sum[j] += factor * row[j];
            }
        }
    }
}
