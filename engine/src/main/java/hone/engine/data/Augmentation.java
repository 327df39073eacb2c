package hone.engine.data;

import hone.engine.InvalidInput;
import hone.engine.random.CounterRandom;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/**
 * Random small changes to training pictures that do not change what they show: a shift, a rotation and a scaling about
 * the middle, in one bilinear resampling. What happens to a sample depends on (seed, step, sample) alone.
 *
 * @param shift most pixels to move, in each direction
 * @param rotationDegrees most degrees to turn, either way
 * @param scale most relative change of size: 0.1 draws a factor from 0.9 to 1.1
 */
public record Augmentation(double shift, double rotationDegrees, double scale) {
    /** Pictures as they are. */
    public static final Augmentation NONE = new Augmentation(0, 0, 0);

    /** For 28×28 digits: ±2 pixels, ±12 degrees, 0.9 … 1.1. */
    public static final Augmentation DIGITS = new Augmentation(2, 12, 0.1);

    private static final long STREAM = 0x4155_474DL;

    /**
     * @throws InvalidInput if a range is negative or not finite, or the scale is not below 1
     */
    public Augmentation {
        if (!(shift >= 0 && shift <= 1000 && rotationDegrees >= 0 && rotationDegrees <= 180)) {
            throw new InvalidInput(
                    "cannot augment",
                    "",
                    "a shift of " + shift + " pixels and a rotation of " + rotationDegrees
                            + "° are not within 0 … 1000 and 0 … 180");
        }
        if (!(scale >= 0 && scale < 1)) {
            throw new InvalidInput("cannot augment", "", "a scale range of " + scale + " is not within 0 … 1");
        }
    }

    /** As one writes it: "none", or pixels, degrees and change of size, such as "2,12,0.1". */
    public String text() {
        return isNone() ? "none" : shift + "," + rotationDegrees + "," + scale;
    }

    public boolean isNone() {
        return shift == 0 && rotationDegrees == 0 && scale == 0;
    }

    /**
     * Writes the changed samples order[from] … order[from + count - 1] to the start of {@code batch}.
     *
     * @param step what makes this pass differ from others over the same samples: the epoch
     * @param batch receives values in [0, 1] // (count, rows·columns)
     */
    public void gatherInto(
            LabelledImages images, int[] order, int from, int count, long seed, long step, float[] batch) {
        Objects.checkFromIndexSize(from, count, order.length);
        if (isNone()) {
            images.gatherInto(order, from, count, batch);
            return;
        }
        int size = images.pixelsPerImage();
        float[] source = new float[size];
        for (int i = 0; i < count; i++) {
            images.unitPixels(order[from + i], source, 0);
            draw(seed, step, order[from + i]).apply(images, source, batch, i * size);
        }
    }

    /** As {@link #gatherInto(LabelledImages, int[], int, int, long, long, float[])}, to native-order float32. */
    public void gatherInto(
            LabelledImages images, int[] order, int from, int count, long seed, long step, MemorySegment batch) {
        Objects.checkFromIndexSize(from, count, order.length);
        if (isNone()) {
            images.gatherInto(order, from, count, batch);
            return;
        }
        int size = images.pixelsPerImage();
        float[] source = new float[size];
        float[] changed = new float[size];
        for (int i = 0; i < count; i++) {
            images.unitPixels(order[from + i], source, 0);
            draw(seed, step, order[from + i]).apply(images, source, changed, 0);
            MemorySegment.copy(changed, 0, batch, ValueLayout.JAVA_FLOAT, (long) i * size * Float.BYTES, size);
        }
    }

    private Resampling draw(long seed, long step, int sample) {
        CounterRandom random = new CounterRandom(seed, STREAM + step, sample);
        return new Resampling(
                random.uniform(-shift, shift),
                random.uniform(-shift, shift),
                StrictMath.toRadians(random.uniform(-rotationDegrees, rotationDegrees)),
                1 + random.uniform(-scale, scale));
    }
}
