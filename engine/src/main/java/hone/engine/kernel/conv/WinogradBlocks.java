package hone.engine.kernel.conv;

import hone.engine.kernel.Footprint;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Site;
import hone.engine.kernel.WorkerRows;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.activation.Activation;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;

/**
 * {@link WinogradConvPool2d} made ready. A unit is a block of rows of results of one image; each row is a row of tiles,
 * whose pixels are transformed, multiplied at each of the 16 places with each panel of weights, and transformed back.
 */
final class WinogradBlocks implements Prepared {
    /** Bytes of the image's rows at a time: part of a second cache. */
    private static final long BLOCK_BYTES = 256 << 10;

    private static final int LENGTH = FloatVector.SPECIES_PREFERRED.length();

    private final Layout layout;
    private final boolean rectify;
    private final boolean constant;
    private final MemorySegment weights;
    private final float[] bias;
    private final int[] lanes;
    private final float[][] pixels;
    private final float[][] transformed;
    private final float[][] products;
    private final float[][] results;

    /** Makes ready. */
    WinogradBlocks(NhwcShape shape, Site site, MemoryRegion packed, MemoryRegion scratch) {
        layout = Layout.of(shape);
        rectify = shape.conv().op().activation() == Activation.RELU;
        constant = NhwcBlocks.constant(shape, site);
        MemoryRegion kept = constant ? packed : scratch;
        weights = kept.allocate(layout.weights().bytes());
        kept.chargeArray(layout.biasBytes());
        bias = new float[layout.panels().filledOutputs()];
        if (constant) {
            layout.weights().pack(site.constant(1).orElseThrow().segment(), weights);
            if (shape.conv().op().bias()) {
                copyBias(site.constant(2).orElseThrow().segment());
            }
        }
        lanes = ResultOrder.lanes(layout.panels().filledOutputs());
        scratch.chargeArray(layout.arrayBytes(site.workers()));
        pixels = WorkerRows.floats(site.workers(), layout.pixelElements());
        transformed = WorkerRows.floats(site.workers(), layout.transformedElements());
        products = WorkerRows.floats(site.workers(), layout.productElements());
        results = WorkerRows.floats(site.workers(), layout.resultElements());
    }

    static long packedBytes(NhwcShape shape, Site site) {
        return NhwcBlocks.constant(shape, site) ? Layout.of(shape).weightBytes() : 0;
    }

    static long scratchBytes(NhwcShape shape, Site site) {
        Layout layout = Layout.of(shape);
        return layout.arrayBytes(site.workers()) + (NhwcBlocks.constant(shape, site) ? 0 : layout.weightBytes());
    }

    /**
     * How memory is used.
     *
     * @param tiles of a row that are computed: at least as many as a product takes at once
     */
    private record Layout(NhwcShape shape, int tiles, PixelRows pixels, WinogradWeights weights, RowBlocks blocks) {
        static Layout of(NhwcShape shape) {
            int tiles = Math.max(shape.columns(), PatchProduct.PIXELS);
            PixelRows pixels = new PixelRows(shape, 2 * tiles);
            long row = 2L * pixels.rowElements() * Float.BYTES;
            RowBlocks blocks = RowBlocks.within(shape.resultRows(), BLOCK_BYTES, row);
            return new Layout(shape, tiles, pixels, WinogradWeights.of(shape.conv()), blocks);
        }

        LanePanels panels() {
            return weights.panels();
        }

        long biasBytes() {
            return Footprint.floats(panels().filledOutputs());
        }

        long weightBytes() {
            return weights.bytes() + biasBytes();
        }

        int pixelElements() {
            return pixels.elements(shape.convRows(blocks.most()));
        }

        /** Elements of one place of all tiles of a row. */
        int placeElements() {
            return tiles * shape.channels();
        }

        int transformedElements() {
            return Math.multiplyExact(WinogradWeights.PLACES, placeElements());
        }

        int productElements() {
            return Math.multiplyExact(WinogradWeights.PLACES * tiles, panels().vectors() * LENGTH);
        }

        int resultElements() {
            return Math.multiplyExact(
                    Math.multiplyExact(blocks.most(), shape.columns()) + LENGTH, panels().filledOutputs());
        }

        long arrayBytes(int workers) {
            return WorkerRows.bytes(workers, pixelElements())
                    + WorkerRows.bytes(workers, transformedElements())
                    + WorkerRows.bytes(workers, productElements())
                    + WorkerRows.bytes(workers, resultElements());
        }
    }

    private void copyBias(MemorySegment from) {
        for (int output = 0; output < layout.shape().conv().outputs(); output++) {
            bias[output] = from.getAtIndex(ValueLayout.JAVA_FLOAT, output);
        }
    }

    @Override
    public long units(Operands operands) {
        return layout.blocks().units(ConvShape.images(operands));
    }

    @Override
    public void begin(Operands operands) {
        if (!constant) {
            layout.weights().pack(operands.input(1), weights);
            if (layout.shape().conv().op().bias()) {
                copyBias(operands.input(2));
            }
        }
    }

    @Override
    public void run(Operands operands, long from, long to, int worker) {
        NhwcShape shape = layout.shape();
        RowBlocks blocks = layout.blocks();
        long images = ConvShape.images(operands);
        for (long unit = from; unit < to; unit++) {
            long image = blocks.image(unit, images);
            int top = blocks.top(unit, images);
            int height = blocks.height(top, images);
            layout.pixels().fill(operands.input(0), image * shape.imageBytes(), 2 * top, 2 * height, pixels[worker]);
            for (int row = 0; row < height; row++) {
                row(row, worker);
            }
            ResultOrder.write(shape, results[worker], lanes, operands.output(0), image, top, height);
        }
    }

    private void row(int row, int worker) {
        NhwcShape shape = layout.shape();
        LanePanels panels = layout.panels();
        int channels = shape.channels();
        int tiles = layout.tiles();
        int pixelRow = layout.pixels().rowElements();
        int place = layout.placeElements();
        int next = panels.filledOutputs();
        WinogradTiles.pixels(pixels[worker], 2 * row * pixelRow, pixelRow, channels, tiles, transformed[worker], place);
        for (int panel = 0; panel < panels.count(); panel++) {
            int vectors = panels.vectors(panel);
            products(panel, vectors, transformed[worker], products[worker]);
            for (int vector = 0; vector < vectors; vector++) {
                int output = panels.first(panel) + vector * LENGTH;
                WinogradTiles.largest(
                        products[worker],
                        vector * LENGTH,
                        tiles * vectors * LENGTH,
                        vectors * LENGTH,
                        shape.columns(),
                        bias,
                        output,
                        rectify,
                        results[worker],
                        row * shape.columns() * next + output,
                        next);
            }
        }
    }

    /** All places of a row of tiles times one panel each. */
    private void products(int panel, int vectors, float[] from, float[] to) {
        int channels = layout.shape().channels();
        int tiles = layout.tiles();
        int last = tiles - PatchProduct.PIXELS;
        for (int place = 0; place < WinogradWeights.PLACES; place++) {
            long b = layout.weights().start(place, panel);
            for (int tile = 0; tile < layout.shape().columns(); tile += PatchProduct.PIXELS) {
                int j = place * tiles + Math.min(tile, last);
                PatchProduct.run(vectors, channels, from, j * channels, channels, weights, b, to, j * vectors * LENGTH);
            }
        }
    }
}
