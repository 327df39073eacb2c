package hone.engine.kernel.conv;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Site;
import hone.engine.kernel.WorkerRows;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.activation.Activation;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/**
 * A convolution and perhaps a pooling behind it, block of result rows by block: the image's rows with channels last, then
 * for each row of results its patches, their products with each panel of weights, and the largest of each window. A unit
 * is a block of rows of one image, all its output channels.
 */
final class NhwcBlocks implements Prepared {
    private static final int LENGTH = FloatVector.SPECIES_PREFERRED.length();

    private final NhwcShape shape;
    private final NhwcLayout layout;
    private final boolean constant;
    private final MemorySegment weights;
    private final int[] taps;
    private final int[] lanes;
    private final float[][] pixels;
    private final float[][] patches;
    private final float[][] sums;
    private final float[][] results;

    // What the loops ask for again and again
    private final ConvShape conv;
    private final LanePanels panels;
    private final boolean pieces;
    private final boolean rectify;
    private final int windowHeight;
    private final int windowWidth;
    private final int rowStep;
    private final int patchElements;
    private final int resultStep;

    /** Makes ready. */
    NhwcBlocks(NhwcShape shape, Site site, MemoryRegion packed, MemoryRegion scratch) {
        this.shape = shape;
        layout = NhwcLayout.of(shape);
        conv = shape.conv();
        panels = layout.panels();
        pieces = layout.pieces();
        rectify = conv.op().activation() == Activation.RELU;
        windowHeight = shape.window().height();
        windowWidth = shape.window().width();
        rowStep = conv.op().stride().height() * layout.pixels().rowElements();
        patchElements = layout.patchElements();
        resultStep = layout.resultStep();
        constant = constant(shape, site);
        weights = (constant ? packed : scratch).allocate(panels.bytes());
        if (constant) {
            MemorySegment bias =
                    conv.op().bias() ? site.constant(2).orElseThrow().segment() : null;
            panels.pack(site.constant(1).orElseThrow().segment(), bias, weights);
        }
        taps = pieces ? layout.pixels().taps() : new int[0];
        lanes = ResultOrder.lanes(resultStep);
        scratch.chargeArray(layout.arrayBytes(site.workers()));
        pixels = WorkerRows.floats(site.workers(), layout.pixelElements());
        patches = WorkerRows.floats(site.workers(), windowHeight * patchElements);
        sums = WorkerRows.floats(site.workers(), layout.sumElements());
        results = WorkerRows.floats(site.workers(), layout.resultElements());
    }

    /** Whether weights and bias can be packed for good. */
    static boolean constant(NhwcShape shape, Site site) {
        return site.constant(1).isPresent()
                && (!shape.conv().op().bias() || site.constant(2).isPresent());
    }

    static long packedBytes(NhwcShape shape, Site site) {
        return constant(shape, site) ? NhwcLayout.of(shape).panels().bytes() : 0;
    }

    static long scratchBytes(NhwcShape shape, Site site) {
        NhwcLayout layout = NhwcLayout.of(shape);
        return (constant(shape, site) ? 0 : layout.panels().bytes()) + layout.arrayBytes(site.workers());
    }

    @Override
    public long units(Operands operands) {
        return layout.blocks().units(ConvShape.images(operands));
    }

    @Override
    public void begin(Operands operands) {
        if (!constant) {
            MemorySegment bias = conv.op().bias() ? operands.input(2) : null;
            panels.pack(operands.input(1), bias, weights);
        }
    }

    @Override
    public void run(Operands operands, long from, long to, int worker) {
        RowBlocks blocks = layout.blocks();
        long images = ConvShape.images(operands);
        for (long unit = from; unit < to; unit++) {
            long image = blocks.image(unit, images);
            int top = blocks.top(unit, images);
            int height = blocks.height(top, images);
            int convTop = top * shape.windowStride().height();
            int convRows = shape.convRows(height);
            layout.pixels().fill(operands.input(0), image * shape.imageBytes(), convTop, convRows, pixels[worker]);
            for (int row = 0; row < height; row++) {
                row(row, worker);
            }
            ResultOrder.write(shape, results[worker], lanes, operands.output(0), image, top, height);
        }
    }

    /** One row of the block's results. */
    private void row(int row, int worker) {
        int at = row * shape.windowStride().height() * rowStep;
        if (!pieces) {
            patches(at, pixels[worker], patches[worker]);
        }
        int target = row * shape.columns() * resultStep;
        for (int panel = 0; panel < panels.count(); panel++) {
            int vectors = panels.vectors(panel);
            if (pieces) {
                piecesTimes(panels.start(panel), at, pixels[worker], sums[worker]);
            } else {
                patchesTimes(panels.start(panel), vectors, patches[worker], sums[worker]);
            }
            pool(vectors, sums[worker], results[worker], target + panels.first(panel));
        }
    }

    /** The patches of all rows that a window has. */
    private void patches(int at, float[] from, float[] to) {
        int columns = layout.pixels().columns();
        int kernelStep = conv.op().dilation().height() * layout.pixels().rowElements();
        for (int i = 0; i < windowHeight; i++) {
            PatchRow.fill(conv, columns, from, at + i * rowStep, kernelStep, to, i * patchElements);
        }
    }

    /**
     * The rows that a window has, times one panel; the last outputs of a row overlap those before rather than reach beyond.
     */
    private void patchesTimes(long panel, int vectors, float[] from, float[] to) {
        int step = layout.pixelStep();
        int last = layout.width() - PatchProduct.PIXELS;
        int steps = conv.steps();
        for (int i = 0; i < windowHeight; i++) {
            int sum = i * layout.width();
            for (int place = 0; place < conv.outWidth(); place += PatchProduct.PIXELS) {
                int j = Math.min(place, last);
                int at = i * patchElements + j * step;
                PatchProduct.run(vectors, steps, from, at, step, weights, panel, to, (sum + j) * vectors * LENGTH);
            }
        }
    }

    /** The same where patches are in pieces. */
    private void piecesTimes(long panel, int row, float[] from, float[] to) {
        int step = layout.pixelStep();
        int last = layout.width() - TapProduct.PIXELS;
        for (int i = 0; i < windowHeight; i++) {
            int sum = i * layout.width();
            for (int place = 0; place < conv.outWidth(); place += TapProduct.PIXELS) {
                int j = Math.min(place, last);
                TapProduct.run(taps, from, row + i * rowStep + j * step, step, weights, panel, to, (sum + j) * LENGTH);
            }
        }
    }

    private void pool(int vectors, float[] from, float[] to, int target) {
        int pixel = vectors * LENGTH;
        int row = layout.width() * pixel;
        int step = shape.windowStride().width() * pixel;
        int count = shape.columns();
        for (int at = 0; at < pixel; at += LENGTH) {
            if (windowHeight == 2 && windowWidth == 2) {
                PooledRow.largestOfFour(from, at, row, pixel, step, count, rectify, to, target + at, resultStep);
            } else if (windowHeight == 1 && windowWidth == 1) {
                PooledRow.copy(from, at, step, count, rectify, to, target + at, resultStep);
            } else {
                PooledRow.largest(
                        from,
                        at,
                        row,
                        pixel,
                        windowHeight,
                        windowWidth,
                        step,
                        count,
                        rectify,
                        to,
                        target + at,
                        resultStep);
            }
        }
    }
}
