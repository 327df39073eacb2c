package hone.engine.kernel.conv;

import hone.engine.kernel.Footprint;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;

/**
 * The weights of {@link WinogradConvPool2d}: 16 numbers instead of the nine of each 3×3 kernel, {@code G·g·Gᵀ}, each of the
 * 16 places with panels of its own like those of a 1×1 convolution ({@link LanePanels}), which start at zero.
 */
record WinogradWeights(ConvShape shape, LanePanels panels) {
    /** Places of a tile. */
    static final int PLACES = 16;

    private static final int LENGTH = FloatVector.SPECIES_PREFERRED.length();
    private static final double[][] G = {{1, 0, 0}, {0.5, 0.5, 0.5}, {0.5, -0.5, 0.5}, {0, 0, 1}};

    static WinogradWeights of(ConvShape shape) {
        ConvShape one = new ConvShape(
                shape.op(),
                shape.channels(),
                shape.height(),
                shape.width(),
                shape.outputs(),
                shape.outHeight(),
                shape.outWidth(),
                1,
                1);
        return new WinogradWeights(shape, new LanePanels(one, PatchProduct.VECTORS));
    }

    private long placeBytes() {
        return (1L + shape.channels()) * panels.filledOutputs() * Float.BYTES;
    }

    /** The byte where a panel of a place begins. */
    long start(int place, int panel) {
        return place * placeBytes() + panels.start(panel);
    }

    /** Bytes charged for all panels of all places. */
    long bytes() {
        return Footprint.block(PLACES * placeBytes());
    }

    /** @param weight (out, channels, 3, 3) */
    void pack(MemorySegment weight, MemorySegment to) {
        for (int output = 0; output < shape.outputs(); output++) {
            int panel = output / (panels.vectors() * LENGTH);
            long row = (long) panels.vectors(panel) * LENGTH * Float.BYTES;
            for (int c = 0; c < shape.channels(); c++) {
                long kernel = ((long) output * shape.channels() + c) * 9;
                for (int place = 0; place < PLACES; place++) {
                    long at = start(place, panel) + (c + 1) * row + (long) (output - panels.first(panel)) * Float.BYTES;
                    to.set(ValueLayout.JAVA_FLOAT, at, (float) number(weight, kernel, G[place / 4], G[place % 4]));
                }
            }
        }
    }

    private static double number(MemorySegment weight, long kernel, double[] down, double[] across) {
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                sum += down[i] * across[j] * weight.getAtIndex(ValueLayout.JAVA_FLOAT, kernel + 3L * i + j);
            }
        }
        return sum;
    }
}
