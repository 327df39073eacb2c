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
import java.util.Optional;

/**
 * The convolution without the copies of im2col. Im2col writes every pixel once for each element of the kernel, nine times
 * for 3×3, only to find it beside its neighbours. But they were neighbours before: all pixels that one element of the
 * kernel meets lie side by side in the padded image already, one tap further along ({@link PaddedRows}). So the image is
 * copied once, with its padding, and {@link PixelProduct} reads the pixels at each tap in place: two vectors of
 * neighbouring outputs by eight output channels, whose weights were packed to be read strictly forwards
 * ({@link ChannelBlocks}).
 *
 * <p>The lanes hold pixels and not, as in libraries that keep images as (height, width, channel), output channels: the
 * sums then come out in the order in which they are to be stored, and first layers, which have few channels and large
 * images, fill their vectors.
 */
public final class DirectConv2d implements ConvKernel {
    /** Bytes of padded image at a time: part of a second cache. */
    private static final long BLOCK_BYTES = 256 << 10;

    @Override
    public String id() {
        return "direct";
    }

    @Override
    public Rung rung() {
        return Rung.PACKED;
    }

    @Override
    public Optional<String> unavailableReason() {
        return VectorUnit.unavailableReason();
    }

    @Override
    public Optional<String> refusal(Conv2d op, Site site) {
        return ConvShape.of(op, site).depthwise()
                ? Optional.of(
                        "each of the " + op.groups() + " groups has one channel, whose outputs do not fill a block")
                : ConvShape.of(op, site).tooLarge(site);
    }

    @Override
    public long packedBytes(Conv2d op, Site site) {
        return constant(op, site) ? ChannelBlocks.bytes(ConvShape.of(op, site)) : 0;
    }

    private static boolean constant(Conv2d op, Site site) {
        return site.constant(1).isPresent() && (!op.bias() || site.constant(2).isPresent());
    }

    @Override
    public long scratchBytes(Conv2d op, Site site) {
        ConvShape shape = ConvShape.of(op, site);
        return (constant(op, site) ? 0 : ChannelBlocks.bytes(shape))
                + Footprint.block(site.workers() * layout(shape).workerBytes());
    }

    private static Layout layout(ConvShape shape) {
        long row = (long) shape.groupChannels()
                * shape.op().stride().height()
                * PaddedRows.pitch(shape)
                * Float.BYTES
                * shape.op().stride().width();
        RowBlocks blocks = RowBlocks.within(shape, BLOCK_BYTES, row);
        return new Layout(shape, blocks, new PaddedRows(shape, blocks.most()));
    }

    @Override
    public Prepared prepare(Conv2d op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        ConvShape shape = ConvShape.of(op, site);
        boolean constant = constant(op, site);
        (constant ? packed : scratch).chargeArray(ChannelBlocks.bytes(shape));
        float[] weights = new float[ChannelBlocks.elements(shape)];
        if (constant) {
            MemorySegment bias = op.bias() ? site.constant(2).orElseThrow().segment() : null;
            ChannelBlocks.pack(shape, site.constant(1).orElseThrow().segment(), bias, weights);
        }
        Layout layout = layout(shape);
        MemorySegment work = scratch.allocate(site.workers() * layout.workerBytes());
        return new Blocks(layout, constant, weights, layout.padded().taps(shape.groupChannels()), work);
    }

    /** How a worker's memory is used: the padded rows, then a tile of sums, a block of channels high. */
    private record Layout(ConvShape shape, RowBlocks blocks, PaddedRows padded) {
        long paddedBytes() {
            return padded.bytes(shape.groupChannels(), (long) PixelProduct.PAIR * Float.BYTES);
        }

        /** Bytes of one channel's sums, in whole pairs of vectors. */
        long tileRow(int height) {
            return (long) Math.ceilDiv(padded.length(height), PixelProduct.PAIR) * PixelProduct.PAIR * Float.BYTES;
        }

        long workerBytes() {
            return paddedBytes() + Math.ceilDiv(ChannelBlocks.CHANNELS * tileRow(blocks.most()), 64L) * 64;
        }
    }

    /**
     * A unit is a block of rows of one group of one image, all its output channels.
     *
     * @param constant whether the weights were packed for good
     * @param work for each worker, as {@link Layout} says
     */
    private record Blocks(Layout layout, boolean constant, float[] weights, int[] taps, MemorySegment work)
            implements Prepared {
        @Override
        public long units(Operands operands) {
            return layout.blocks().units(ConvShape.images(operands));
        }

        @Override
        public void begin(Operands operands) {
            if (!constant) {
                MemorySegment bias = layout.shape().op().bias() ? operands.input(2) : null;
                ChannelBlocks.pack(layout.shape(), operands.input(1), bias, weights);
            }
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            ConvShape shape = layout.shape();
            RowBlocks blocks = layout.blocks();
            long images = ConvShape.images(operands);
            long base = worker * layout.workerBytes();
            for (long unit = from; unit < to; unit++) {
                long image = blocks.image(unit, images);
                int group = blocks.group(unit, images);
                int top = blocks.top(unit, images);
                int height = blocks.height(top, images);
                long channel = image * shape.channels() + (long) group * shape.groupChannels();
                long first = channel * shape.height() * shape.width() * Float.BYTES;
                layout.padded().fill(operands.input(0), first, shape.groupChannels(), top, height, work, base);
                for (int block = 0; block < ChannelBlocks.count(shape); block++) {
                    block(group, block, height, base);
                    int output = group * shape.groupOutputs() + block * ChannelBlocks.CHANNELS;
                    int channels =
                            Math.min(ChannelBlocks.CHANNELS, shape.groupOutputs() - block * ChannelBlocks.CHANNELS);
                    long target = (image * shape.outputs() + output) * shape.plane() + (long) top * shape.outWidth();
                    OutputRows.write(
                            shape,
                            work,
                            base + layout.paddedBytes(),
                            layout.tileRow(height),
                            channels,
                            height,
                            operands.output(0),
                            target * Float.BYTES);
                }
            }
        }

        /** The sums of one block of channels, into the tile. */
        private void block(int group, int block, int height, long base) {
            long tileRow = layout.tileRow(height);
            long tile = base + layout.paddedBytes();
            int w = ChannelBlocks.start(layout.shape(), group, block);
            int steps = taps.length;
            boolean eight = ChannelBlocks.channels(layout.shape(), block) == 8;
            for (long pair = 0; pair < tileRow; pair += (long) PixelProduct.PAIR * Float.BYTES) {
                if (eight) {
                    PixelProduct.eightChannels(steps, taps, work, base + pair, weights, w, work, tile + pair, tileRow);
                } else {
                    PixelProduct.fourChannels(steps, taps, work, base + pair, weights, w, work, tile + pair, tileRow);
                }
            }
        }
    }
}
