package hone.engine.kernel.conv;

import hone.engine.kernel.WorkerRows;
import jdk.incubator.vector.FloatVector;

/**
 * How {@link NhwcBlocks} uses its memory: for each worker the image's rows, the patches of each row that a window has, the
 * sums of those rows for one panel, and the block's results.
 *
 * @param pieces whether patches are read where they are
 * @param width outputs of a row that are computed: at least as many as a product takes at once
 */
record NhwcLayout(NhwcShape shape, boolean pieces, int width, PixelRows pixels, LanePanels panels, RowBlocks blocks) {
    /** Bytes of the image's rows at a time: part of a second cache. */
    private static final long BLOCK_BYTES = 256 << 10;

    /** Patches with fewer channels are read where they are: their pieces are too short to be worth putting together. */
    private static final int CHANNELS_TO_COPY = 4;

    private static final int LENGTH = FloatVector.SPECIES_PREFERRED.length();

    static NhwcLayout of(NhwcShape shape) {
        ConvShape conv = shape.conv();
        boolean pieces =
                shape.channels() < CHANNELS_TO_COPY || conv.op().dilation().width() > 1;
        int width = Math.max(conv.outWidth(), pieces ? TapProduct.PIXELS : PatchProduct.PIXELS);
        PixelRows pixels = new PixelRows(shape, width);
        long row = (long) shape.windowStride().height() * conv.op().stride().height() * pixels.rowElements();
        return new NhwcLayout(
                shape,
                pieces,
                width,
                pixels,
                new LanePanels(conv, pieces ? 1 : PatchProduct.VECTORS),
                RowBlocks.within(shape.resultRows(), BLOCK_BYTES, row * Float.BYTES));
    }

    /** Outputs that a product takes at once. */
    int atOnce() {
        return pieces ? TapProduct.PIXELS : PatchProduct.PIXELS;
    }

    /** Elements from one output's patch to the next. */
    int pixelStep() {
        int column = pieces ? shape.channels() : shape.channels() * shape.conv().kernelHeight();
        return shape.conv().op().stride().width() * column;
    }

    int sumElements() {
        return Math.multiplyExact(shape.window().height() * width, panels.vectors() * LENGTH);
    }

    int pixelElements() {
        return pixels.elements(shape.convRows(blocks.most()));
    }

    /** Elements of one row's patches. */
    int patchElements() {
        return pieces ? 0 : PatchRow.elements(shape.conv(), pixels.columns());
    }

    /** Elements from one pixel's results to the next. */
    int resultStep() {
        return panels.filledOutputs();
    }

    /** Elements of a block's results, and as many more as a gathered vector may reach beyond. */
    int resultElements() {
        return Math.multiplyExact(Math.multiplyExact(blocks.most(), shape.columns()) + LENGTH, resultStep());
    }

    /** Bytes charged for all workers' arrays. */
    long arrayBytes(int workers) {
        return WorkerRows.bytes(workers, pixelElements())
                + WorkerRows.bytes(workers, shape.window().height() * patchElements())
                + WorkerRows.bytes(workers, sumElements())
                + WorkerRows.bytes(workers, resultElements());
    }
}
