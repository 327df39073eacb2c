package hone.engine.data;

import hone.engine.InvalidInput;
import hone.engine.random.CounterRandom;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Grey pictures of one size with a class label each. Immutable.
 *
 * <p>Pixels are unsigned bytes, 0 for background to 255 for ink: pixels // (count, rows·columns), row-major. Batches are
 * float32 in [0, 1]: every pixel divided by 255.
 */
public final class LabelledImages {
    private static final long SPLIT_STREAM = 0x5350_4C49_54L;
    private static final float[] UNIT = unitValues();

    private final String id;
    private final int rows;
    private final int columns;
    private final int classes;
    private final byte[] pixels;
    private final byte[] labels;
    private volatile @Nullable String hash;

    private LabelledImages(String id, int rows, int columns, int classes, byte[] pixels, byte[] labels) {
        this.id = id;
        this.rows = rows;
        this.columns = columns;
        this.classes = classes;
        this.pixels = pixels;
        this.labels = labels;
    }

    /**
     * Makes pictures of the arrays themselves, so the caller must not write to them afterwards: a copy of a large data
     * set would cost its size again.
     *
     * @param id a short text that says where the pictures come from: {@code generated:seed=1}
     * @param pixels unsigned bytes // (count, rows·columns)
     * @param labels unsigned bytes // (count), each below {@code classes}
     * @throws InvalidInput if the sizes disagree, a label is not below {@code classes}, or there is no picture
     */
    public static LabelledImages wrap(String id, int rows, int columns, int classes, byte[] pixels, byte[] labels) {
        if (rows < 1 || columns < 1 || labels.length < 1) {
            throw new InvalidInput(
                    "cannot use the pictures", id, "there are " + labels.length + " of " + rows + "×" + columns);
        }
        long expected = Math.multiplyExact((long) labels.length, Math.multiplyExact((long) rows, columns));
        if (pixels.length != expected) {
            throw new InvalidInput(
                    "cannot use the pictures",
                    id,
                    labels.length + " of " + rows + "×" + columns + " need " + expected + " pixels, not "
                            + pixels.length);
        }
        for (int i = 0; i < labels.length; i++) {
            if (Byte.toUnsignedInt(labels[i]) >= classes) {
                throw new InvalidInput(
                        "cannot use the labels",
                        id + ", sample " + i,
                        "the label " + Byte.toUnsignedInt(labels[i]) + " is not below the " + classes + " classes");
            }
        }
        return new LabelledImages(id, rows, columns, classes, pixels, labels);
    }

    private static float[] unitValues() {
        float[] unit = new float[256];
        for (int value = 0; value < unit.length; value++) {
            unit[value] = value / 255f;
        }
        return unit;
    }

    /** Where the pictures come from, such as {@code generated:seed=1} or {@code idx:FOLDER}. */
    public String id() {
        return id;
    }

    public int count() {
        return labels.length;
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    /** Pixels of one picture: rows·columns. */
    public int pixelsPerImage() {
        return rows * columns;
    }

    public int classes() {
        return classes;
    }

    /** The class of one sample, from 0 to classes - 1. */
    public int label(int sample) {
        return Byte.toUnsignedInt(labels[sample]);
    }

    /** One pixel, from 0 for background to 255 for ink. */
    public int pixel(int sample, int row, int column) {
        Objects.checkIndex(row, rows);
        Objects.checkIndex(column, columns);
        return Byte.toUnsignedInt(pixels[(sample * rows + row) * columns + column]);
    }

    /** SHA-256 of the sizes, labels and pixels, in hex: the key of what was computed from them. The id takes no part. */
    public String hash() {
        String known = hash;
        if (known == null) {
            known = ContentHash.of(rows, columns, classes, labels, pixels);
            hash = known;
        }
        return known;
    }

    /**
     * The chosen samples in the chosen order; a sample may be chosen more than once.
     *
     * @param id the new pictures' id
     */
    public LabelledImages subset(String id, int[] samples) {
        return subset(id, samples, 0, samples.length);
    }

    private LabelledImages subset(String id, int[] samples, int from, int count) {
        int size = pixelsPerImage();
        byte[] chosenPixels = new byte[Math.multiplyExact(count, size)];
        byte[] chosenLabels = new byte[count];
        for (int i = 0; i < count; i++) {
            int sample = Objects.checkIndex(samples[from + i], labels.length);
            System.arraycopy(pixels, sample * size, chosenPixels, i * size, size);
            chosenLabels[i] = labels[sample];
        }
        return new LabelledImages(id, rows, columns, classes, chosenPixels, chosenLabels);
    }

    /**
     * Divides by a seeded shuffle: its first {@code trainCount} samples train, the rest test.
     *
     * @throws InvalidInput if a part would be empty
     */
    public Split shuffledSplit(long seed, int trainCount) {
        if (trainCount < 1 || trainCount >= count()) {
            throw new InvalidInput(
                    "cannot split the data",
                    id,
                    trainCount + " training samples of " + count() + " leave a part empty",
                    "choose 1 to " + (count() - 1));
        }
        int[] order = new CounterRandom(seed, SPLIT_STREAM, 0).permutation(count());
        String shuffle = id + "#shuffle=" + seed + "[";
        return new Split(
                subset(shuffle + "0," + trainCount + ")", order, 0, trainCount),
                subset(shuffle + trainCount + "," + count() + ")", order, trainCount, count() - trainCount));
    }

    /** These pictures followed by others of the same size. */
    LabelledImages followedBy(String id, LabelledImages more) {
        if (more.rows != rows || more.columns != columns) {
            throw new InvalidInput(
                    "cannot join the data",
                    id,
                    "pictures of " + rows + "×" + columns + " and of " + more.rows + "×" + more.columns);
        }
        byte[] allPixels = new byte[Math.addExact(pixels.length, more.pixels.length)];
        System.arraycopy(pixels, 0, allPixels, 0, pixels.length);
        System.arraycopy(more.pixels, 0, allPixels, pixels.length, more.pixels.length);
        byte[] allLabels = new byte[labels.length + more.labels.length];
        System.arraycopy(labels, 0, allLabels, 0, labels.length);
        System.arraycopy(more.labels, 0, allLabels, labels.length, more.labels.length);
        return new LabelledImages(id, rows, columns, Math.max(classes, more.classes), allPixels, allLabels);
    }

    /** Writes samples from … from + count - 1 to the start of {@code batch} // (count, rows·columns), in [0, 1]. */
    public void copyInto(int from, int count, float[] batch) {
        Objects.checkFromIndexSize(from, count, labels.length);
        int start = from * pixelsPerImage();
        int length = count * pixelsPerImage();
        Objects.checkFromIndexSize(0, length, batch.length);
        for (int i = 0; i < length; i++) {
            batch[i] = UNIT[pixels[start + i] & 0xFF];
        }
    }

    /** Writes samples from … from + count - 1 as native-order float32 // (count, rows·columns), in [0, 1]. */
    public void copyInto(int from, int count, MemorySegment batch) {
        Objects.checkFromIndexSize(from, count, labels.length);
        int start = from * pixelsPerImage();
        int length = count * pixelsPerImage();
        for (int i = 0; i < length; i++) {
            batch.setAtIndex(ValueLayout.JAVA_FLOAT, i, UNIT[pixels[start + i] & 0xFF]);
        }
    }

    /** Writes samples order[from] … order[from + count - 1] to the start of {@code batch}, as a mini-batch needs them. */
    public void gatherInto(int[] order, int from, int count, float[] batch) {
        Objects.checkFromIndexSize(from, count, order.length);
        int size = pixelsPerImage();
        for (int i = 0; i < count; i++) {
            unitPixels(order[from + i], batch, i * size);
        }
    }

    /** Writes samples order[from] … order[from + count - 1] as native-order float32 // (count, rows·columns). */
    public void gatherInto(int[] order, int from, int count, MemorySegment batch) {
        Objects.checkFromIndexSize(from, count, order.length);
        long bytes = (long) pixelsPerImage() * Float.BYTES;
        for (int i = 0; i < count; i++) {
            copyInto(order[from + i], 1, batch.asSlice(i * bytes, bytes));
        }
    }

    /** Writes the classes of samples order[from] … order[from + count - 1] to the start of {@code classes} // (count). */
    public void gatherLabels(int[] order, int from, int count, int[] classes) {
        Objects.checkFromIndexSize(from, count, order.length);
        for (int i = 0; i < count; i++) {
            classes[i] = label(order[from + i]);
        }
    }

    /** Writes one sample's pixels in [0, 1] to {@code out} from {@code offset} on. */
    void unitPixels(int sample, float[] out, int offset) {
        Objects.checkIndex(sample, labels.length);
        int size = pixelsPerImage();
        int start = sample * size;
        Objects.checkFromIndexSize(offset, size, out.length);
        for (int i = 0; i < size; i++) {
            out[offset + i] = UNIT[pixels[start + i] & 0xFF];
        }
    }

    @Override
    public String toString() {
        return id + " (" + count() + " of " + rows + "×" + columns + ", " + classes + " classes)";
    }
}
