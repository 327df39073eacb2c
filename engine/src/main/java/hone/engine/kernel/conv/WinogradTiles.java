package hone.engine.kernel.conv;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The additions before and after the products of {@link WinogradConvPool2d}, a vector of channels at a time. Each goes
 * down first and across then: of four numbers a, b, c, d the pixels' make a - c, b + c, c - b, b - d, and the products'
 * make a + b + c and b - c - d. All offsets are in elements.
 */
final class WinogradTiles {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;

    /** Nothing is at most this. */
    private static final float NOTHING = Float.NaN;

    private WinogradTiles() {}

    /**
     * The 16 numbers of each tile of 4×4 pixels, tiles two pixels apart.
     *
     * @param from the first tile's first pixel
     * @param row from one row of pixels to the next
     * @param channels of a pixel, whole vectors
     * @param place from one of the 16 places to the next in {@code to}, which is {@code [place][tile][channel]}
     */
    static void pixels(float[] pixels, int from, int row, int channels, int tiles, float[] to, int place) {
        for (int tile = 0; tile < tiles; tile++) {
            for (int channel = 0; channel < channels; channel += LANES.length()) {
                int corner = from + 2 * tile * channels + channel;
                int target = tile * channels + channel;
                // Down: of each column the four places
                FloatVector a = FloatVector.fromArray(LANES, pixels, corner);
                FloatVector b = FloatVector.fromArray(LANES, pixels, corner + row);
                FloatVector c = FloatVector.fromArray(LANES, pixels, corner + 2 * row);
                FloatVector d = FloatVector.fromArray(LANES, pixels, corner + 3 * row);
                FloatVector p00 = a.sub(c);
                FloatVector p10 = b.add(c);
                FloatVector p20 = c.sub(b);
                FloatVector p30 = b.sub(d);
                a = FloatVector.fromArray(LANES, pixels, corner + channels);
                b = FloatVector.fromArray(LANES, pixels, corner + row + channels);
                c = FloatVector.fromArray(LANES, pixels, corner + 2 * row + channels);
                d = FloatVector.fromArray(LANES, pixels, corner + 3 * row + channels);
                FloatVector p01 = a.sub(c);
                FloatVector p11 = b.add(c);
                FloatVector p21 = c.sub(b);
                FloatVector p31 = b.sub(d);
                a = FloatVector.fromArray(LANES, pixels, corner + 2 * channels);
                b = FloatVector.fromArray(LANES, pixels, corner + row + 2 * channels);
                c = FloatVector.fromArray(LANES, pixels, corner + 2 * row + 2 * channels);
                d = FloatVector.fromArray(LANES, pixels, corner + 3 * row + 2 * channels);
                FloatVector p02 = a.sub(c);
                FloatVector p12 = b.add(c);
                FloatVector p22 = c.sub(b);
                FloatVector p32 = b.sub(d);
                a = FloatVector.fromArray(LANES, pixels, corner + 3 * channels);
                b = FloatVector.fromArray(LANES, pixels, corner + row + 3 * channels);
                c = FloatVector.fromArray(LANES, pixels, corner + 2 * row + 3 * channels);
                d = FloatVector.fromArray(LANES, pixels, corner + 3 * row + 3 * channels);
                FloatVector p03 = a.sub(c);
                FloatVector p13 = b.add(c);
                FloatVector p23 = c.sub(b);
                FloatVector p33 = b.sub(d);
                // Across: the four places of each row
                p00.sub(p02).intoArray(to, target);
                p01.add(p02).intoArray(to, target + place);
                p02.sub(p01).intoArray(to, target + 2 * place);
                p01.sub(p03).intoArray(to, target + 3 * place);
                p10.sub(p12).intoArray(to, target + 4 * place);
                p11.add(p12).intoArray(to, target + 5 * place);
                p12.sub(p11).intoArray(to, target + 6 * place);
                p11.sub(p13).intoArray(to, target + 7 * place);
                p20.sub(p22).intoArray(to, target + 8 * place);
                p21.add(p22).intoArray(to, target + 9 * place);
                p22.sub(p21).intoArray(to, target + 10 * place);
                p21.sub(p23).intoArray(to, target + 11 * place);
                p30.sub(p32).intoArray(to, target + 12 * place);
                p31.add(p32).intoArray(to, target + 13 * place);
                p32.sub(p31).intoArray(to, target + 14 * place);
                p31.sub(p33).intoArray(to, target + 15 * place);
            }
        }
    }

    /**
     * The largest of the four outputs of each tile, with bias and rectifier, which leave the order as it is.
     *
     * @param from the first tile's first product
     * @param place from one of the 16 places to the next
     * @param step from one tile to the next
     * @param target of the first tile
     * @param next from one result to the next
     */
    static void largest(
            float[] products,
            int from,
            int place,
            int step,
            int tiles,
            float[] bias,
            int channel,
            boolean rectify,
            float[] to,
            int target,
            int next) {
        FloatVector zero = FloatVector.zero(LANES);
        FloatVector most = FloatVector.broadcast(LANES, rectify ? 0 : NOTHING);
        FloatVector start = FloatVector.fromArray(LANES, bias, channel);
        for (int tile = 0; tile < tiles; tile++) {
            int at = from + tile * step;
            // Down: for each of four columns an upper and a lower sum
            FloatVector b = FloatVector.fromArray(LANES, products, at + 4 * place);
            FloatVector c = FloatVector.fromArray(LANES, products, at + 8 * place);
            FloatVector upper0 =
                    FloatVector.fromArray(LANES, products, at).add(b).add(c);
            FloatVector lower0 = b.sub(c).sub(FloatVector.fromArray(LANES, products, at + 12 * place));
            b = FloatVector.fromArray(LANES, products, at + 5 * place);
            c = FloatVector.fromArray(LANES, products, at + 9 * place);
            FloatVector upper1 =
                    FloatVector.fromArray(LANES, products, at + place).add(b).add(c);
            FloatVector lower1 = b.sub(c).sub(FloatVector.fromArray(LANES, products, at + 13 * place));
            b = FloatVector.fromArray(LANES, products, at + 6 * place);
            c = FloatVector.fromArray(LANES, products, at + 10 * place);
            FloatVector upper2 = FloatVector.fromArray(LANES, products, at + 2 * place)
                    .add(b)
                    .add(c);
            FloatVector lower2 = b.sub(c).sub(FloatVector.fromArray(LANES, products, at + 14 * place));
            b = FloatVector.fromArray(LANES, products, at + 7 * place);
            c = FloatVector.fromArray(LANES, products, at + 11 * place);
            FloatVector upper3 = FloatVector.fromArray(LANES, products, at + 3 * place)
                    .add(b)
                    .add(c);
            FloatVector lower3 = b.sub(c).sub(FloatVector.fromArray(LANES, products, at + 15 * place));
            // Across: two outputs of each
            FloatVector upper =
                    upper0.add(upper1).add(upper2).max(upper1.sub(upper2).sub(upper3));
            FloatVector lower =
                    lower0.add(lower1).add(lower2).max(lower1.sub(lower2).sub(lower3));
            FloatVector largest = upper.max(lower).add(start);
            largest.blend(zero, largest.compare(VectorOperators.LE, most)).intoArray(to, target + tile * next);
        }
    }
}
