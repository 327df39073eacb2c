package hone.engine.kernel.conv;

import hone.engine.kernel.Footprint;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.VectorUnit;
import hone.engine.kernel.matmul.ColumnPanels;
import hone.engine.kernel.matmul.PanelGrid;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.conv.Conv2d;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Im2col as below, with the vector product of {@link hone.engine.kernel.matmul.SimdMatMul}: the weights (out × steps)
 * times the pixels, which are copied straight into that product's panels, {@code [panel][step][two vectors of pixels]}.
 * A panel's row is two vectors read at a tap ({@link PaddedRows}), so copying is vectorized too. Four output channels by
 * two vectors of pixels stay in registers while the steps run through.
 */
public final class Im2colConv2d implements ConvKernel {
    /** Bytes of copied pixels at a time: part of a second cache. */
    private static final long BLOCK_BYTES = 256 << 10;

    private static final long PANEL_ROW = (long) ColumnPanels.WIDTH * Float.BYTES;

    @Override
    public String id() {
        return "im2col";
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
        return ConvShape.of(op, site).depthwise()
                ? Optional.of("each of the " + op.groups() + " groups has one channel: too little work for the copies")
                : ConvShape.of(op, site).tooLarge(site);
    }

    @Override
    public long scratchBytes(Conv2d op, Site site) {
        return Footprint.block(site.workers() * layout(ConvShape.of(op, site)).workerBytes());
    }

    private static Layout layout(ConvShape shape) {
        long row = (long) shape.steps() * PaddedRows.pitch(shape) * Float.BYTES;
        RowBlocks blocks = RowBlocks.within(shape, BLOCK_BYTES, row);
        return new Layout(shape, blocks, new PaddedRows(shape, blocks.most()));
    }

    @Override
    public Prepared prepare(Conv2d op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        Layout layout = layout(ConvShape.of(op, site));
        MemorySegment work = scratch.allocate(site.workers() * layout.workerBytes());
        return new Panels(layout, layout.padded().taps(layout.shape().groupChannels()), work);
    }

    /** How a worker's memory is used: padded rows, then panels, then a tile of sums of all the group's outputs. */
    private record Layout(ConvShape shape, RowBlocks blocks, PaddedRows padded) {
        long paddedBytes() {
            return padded.bytes(shape.groupChannels(), PANEL_ROW);
        }

        int panels(int height) {
            return Math.ceilDiv(padded.length(height), ColumnPanels.WIDTH);
        }

        long panelBytes() {
            return PANEL_ROW * panels(blocks.most()) * shape.steps();
        }

        long workerBytes() {
            long tile = PANEL_ROW * panels(blocks.most()) * shape.groupOutputs();
            return paddedBytes() + Math.ceilDiv(panelBytes() + tile, 64L) * 64;
        }
    }

    /** A unit is a block of rows of one group of one image, all its output channels. */
    private record Panels(Layout layout, int[] taps, MemorySegment work) implements Prepared {
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
            long panels = base + layout.paddedBytes();
            long tile = panels + layout.panelBytes();
            for (long unit = from; unit < to; unit++) {
                long image = blocks.image(unit, images);
                int group = blocks.group(unit, images);
                int top = blocks.top(unit, images);
                int height = blocks.height(top, images);
                long channel = image * shape.channels() + (long) group * shape.groupChannels();
                long first = channel * shape.height() * shape.width() * Float.BYTES;
                layout.padded().fill(operands.input(0), first, shape.groupChannels(), top, height, work, base);
                long tileRow = layout.panels(height) * PANEL_ROW;
                int output = group * shape.groupOutputs();
                start(operands, output, tile, tileRow);
                for (int panel = 0; panel < layout.panels(height); panel++) {
                    Loop.copy(taps, work, base + panel * PANEL_ROW, panels + PANEL_ROW * panel * taps.length);
                    product(operands.input(1), output, panels, panel, tile, tileRow);
                }
                long target = (image * shape.outputs() + output) * shape.plane() + (long) top * shape.outWidth();
                OutputRows.write(
                        shape,
                        work,
                        tile,
                        tileRow,
                        shape.groupOutputs(),
                        height,
                        operands.output(0),
                        target * Float.BYTES);
            }
        }

        private void start(Operands operands, int output, long tile, long tileRow) {
            for (int row = 0; row < layout.shape().groupOutputs(); row++) {
                float bias = layout.shape().op().bias()
                        ? operands.input(2).getAtIndex(ValueLayout.JAVA_FLOAT, output + row)
                        : 0;
                Loop.fill(work, tile + row * tileRow, tileRow, bias);
            }
        }

        private void product(MemorySegment weight, int output, long panels, int panel, long tile, long tileRow) {
            int steps = taps.length;
            long row = (long) steps * Float.BYTES;
            for (int p = 0; p < steps; p += PanelGrid.DEPTH) {
                PanelGrid.addSteps(
                        weight,
                        output * row + (long) p * Float.BYTES,
                        row,
                        Math.min(PanelGrid.DEPTH, steps - p),
                        work,
                        panels + ((long) panel * steps + p) * PANEL_ROW,
                        work,
                        tile + panel * PANEL_ROW,
                        tileRow,
                        layout.shape().groupOutputs());
            }
        }
    }

    /** A class of its own, so that the vector module is loaded only when a plan wants it. */
    private static final class Loop {
        private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
        private static final long VECTOR = LANES.vectorByteSize();
        private static final ByteOrder ORDER = ByteOrder.nativeOrder();

        /** One panel: two vectors of pixels at each tap. */
        static void copy(int[] taps, MemorySegment work, long from, long to) {
            for (int p = 0; p < taps.length; p++) {
                long at = from + taps[p];
                FloatVector.fromMemorySegment(LANES, work, at, ORDER)
                        .intoMemorySegment(work, to + p * PANEL_ROW, ORDER);
                FloatVector.fromMemorySegment(LANES, work, at + VECTOR, ORDER)
                        .intoMemorySegment(work, to + p * PANEL_ROW + VECTOR, ORDER);
            }
        }

        static void fill(MemorySegment work, long from, long bytes, float value) {
            FloatVector vector = FloatVector.broadcast(LANES, value);
            for (long at = 0; at < bytes; at += VECTOR) {
                vector.intoMemorySegment(work, from + at, ORDER);
            }
        }
    }
}
