package hone.engine.kernel.conv;

import hone.engine.kernel.Footprint;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.VectorUnit;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.conv.Conv2d;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * The convolution in which every channel stands alone. There is no sum over channels, and no second output that could
 * use a pixel once it is loaded; what is left is a few multiply-adds for each pixel, and as many loads. Eight vectors of
 * neighbouring outputs are summed at once ({@link PixelProduct#oneChannel}), so that at least no addition waits for
 * another, and the padded copy is one channel, which never leaves the first cache.
 */
public final class DepthwiseConv2d implements ConvKernel {
    /** Bytes of one channel's padded rows at a time: part of a first cache. */
    private static final long BLOCK_BYTES = 16 << 10;

    @Override
    public String id() {
        return "depthwise";
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
    public Optional<String> refusal(Conv2d op, Site site) {
        ConvShape shape = ConvShape.of(op, site);
        return shape.depthwise()
                ? ConvShape.of(op, site).tooLarge(site)
                : Optional.of("it sums over " + shape.groupChannels() + " channels in each of " + op.groups()
                        + " groups, not over one in each of several");
    }

    @Override
    public long scratchBytes(Conv2d op, Site site) {
        return Footprint.block(site.workers() * layout(ConvShape.of(op, site)).workerBytes());
    }

    private static Layout layout(ConvShape shape) {
        long row = (long) shape.op().stride().height()
                * shape.op().stride().width()
                * PaddedRows.pitch(shape)
                * Float.BYTES;
        RowBlocks blocks = RowBlocks.within(shape, BLOCK_BYTES, row);
        return new Layout(shape, blocks, new PaddedRows(shape, blocks.most()));
    }

    @Override
    public Prepared prepare(Conv2d op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        Layout layout = layout(ConvShape.of(op, site));
        MemorySegment work = scratch.allocate(site.workers() * layout.workerBytes());
        return new Blocks(layout, layout.padded().taps(1), work);
    }

    /** How a worker's memory is used: the padded rows of one channel, then the sums of one output. */
    private record Layout(ConvShape shape, RowBlocks blocks, PaddedRows padded) {
        long paddedBytes() {
            return padded.bytes(1, (long) PixelProduct.ROW * Float.BYTES);
        }

        long tileRow(int height) {
            return (long) Math.ceilDiv(padded.length(height), PixelProduct.ROW) * PixelProduct.ROW * Float.BYTES;
        }

        long workerBytes() {
            return paddedBytes() + Math.ceilDiv(tileRow(blocks.most()), 64L) * 64;
        }
    }

    /** A unit is a block of rows of one channel of one image. */
    private record Blocks(Layout layout, int[] taps, MemorySegment work) implements Prepared {
        @Override
        public long units(Operands operands) {
            return layout.blocks().units(ConvShape.images(operands));
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            ConvShape shape = layout.shape();
            RowBlocks blocks = layout.blocks();
            long images = ConvShape.images(operands);
            long base = worker * layout.workerBytes();
            for (long unit = from; unit < to; unit++) {
                long image = blocks.image(unit, images);
                int channel = blocks.group(unit, images);
                int top = blocks.top(unit, images);
                int height = blocks.height(top, images);
                long first = (image * shape.channels() + channel) * shape.height() * shape.width() * Float.BYTES;
                layout.padded().fill(operands.input(0), first, 1, top, height, work, base);
                for (int i = 0; i < shape.groupOutputs(); i++) {
                    int output = channel * shape.groupOutputs() + i;
                    sum(operands, output, height, base);
                    long target = (image * shape.outputs() + output) * shape.plane() + (long) top * shape.outWidth();
                    OutputRows.write(
                            shape,
                            work,
                            base + layout.paddedBytes(),
                            layout.tileRow(height),
                            1,
                            height,
                            operands.output(0),
                            target * Float.BYTES);
                }
            }
        }

        private void sum(Operands operands, int output, int height, long base) {
            float bias = layout.shape().op().bias() ? operands.input(2).getAtIndex(ValueLayout.JAVA_FLOAT, output) : 0;
            long w = (long) output * taps.length * Float.BYTES;
            long tile = base + layout.paddedBytes();
            for (long row = 0; row < layout.tileRow(height); row += (long) PixelProduct.ROW * Float.BYTES) {
                PixelProduct.oneChannel(
                        taps.length, taps, work, base + row, bias, operands.input(1), w, work, tile + row);
            }
        }
    }
}
