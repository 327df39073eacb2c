package hone.engine.data;

import hone.engine.InvalidInput;
import hone.engine.random.CounterRandom;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Samples of one size with a class label each: grey pictures, colour pictures, or rows of numbers. Immutable.
 *
 * <p>Pixels are unsigned bytes, 0 for background to 255 for ink: pixels // (count, channels·rows·columns), a picture's
 * channels one after the other, row-major. Batches are float32 in [0, 1]: every pixel divided by 255. Rows of numbers,
 * such as those of a table, are pictures of one row and go into batches as they are.
 */
public final class LabelledImages {
    private static final long SPLIT_STREAM = 0x5350_4C49_54L;

    private final String id;
    private final int rows;
    private final int columns;
    private final int channels;
    private final int classes;
    private final SampleValues pixels;
    private final byte[] labels;
    private volatile @Nullable String hash;

    private LabelledImages(
            String id, int channels, int rows, int columns, int classes, SampleValues pixels, byte[] labels) {
        this.id = id;
        this.channels = channels;
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
        return wrap(id, 1, rows, columns, classes, SampleValues.Bytes.pixels(pixels), labels);
    }

    /**
     * As {@link #wrap(String, int, int, int, byte[], byte[])}, for pictures of several channels.
     *
     * @param channels 3 for red, green and blue
     * @param pixels unsigned bytes // (count, channels·rows·columns)
     */
    public static LabelledImages wrapChannels(
            String id, int channels, int rows, int columns, int classes, byte[] pixels, byte[] labels) {
        return wrap(id, channels, rows, columns, classes, SampleValues.Bytes.pixels(pixels), labels);
    }

    /**
     * As {@link #wrap(String, int, int, int, byte[], byte[])}, for numbers that go into batches as they are.
     *
     * @param numbers finite // (count, rows·columns)
     */
    public static LabelledImages wrapNumbers(
            String id, int rows, int columns, int classes, float[] numbers, byte[] labels) {
        return wrap(id, 1, rows, columns, classes, new SampleValues.Floats(numbers), labels);
    }

    static LabelledImages wrap(
            String id, int channels, int rows, int columns, int classes, SampleValues pixels, byte[] labels) {
        if (channels < 1 || rows < 1 || columns < 1 || labels.length < 1) {
            throw new InvalidInput(
                    "cannot use the pictures",
                    id,
                    "there are " + labels.length + " of " + size(channels, rows, columns));
        }
        long perImage = Math.multiplyExact((long) channels, Math.multiplyExact((long) rows, columns));
        long expected = Math.multiplyExact((long) labels.length, perImage);
        if (pixels.count() != expected) {
            throw new InvalidInput(
                    "cannot use the pictures",
                    id,
                    labels.length + " of " + size(channels, rows, columns) + " need " + expected + " pixels, not "
                            + pixels.count());
        }
        for (int i = 0; i < labels.length; i++) {
            if (Byte.toUnsignedInt(labels[i]) >= classes) {
                throw new InvalidInput(
                        "cannot use the labels",
                        id + ", sample " + i,
                        "the label " + Byte.toUnsignedInt(labels[i]) + " is not below the " + classes + " classes");
            }
        }
        return new LabelledImages(id, channels, rows, columns, classes, pixels, labels);
    }

    private static String size(int channels, int rows, int columns) {
        return (channels == 1 ? "" : channels + "×") + rows + "×" + columns;
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

    /** 1 for grey pictures and rows of numbers, 3 for colour. */
    public int channels() {
        return channels;
    }

    /** Numbers of one sample: channels·rows·columns. */
    public int pixelsPerImage() {
        return channels * rows * columns;
    }

    public int classes() {
        return classes;
    }

    /** The class of one sample, from 0 to classes - 1. */
    public int label(int sample) {
        return Byte.toUnsignedInt(labels[sample]);
    }

    /** One pixel, from 0 for background to 255 for ink; of several channels their mean. */
    public int pixel(int sample, int row, int column) {
        Objects.checkIndex(sample, labels.length);
        Objects.checkIndex(row, rows);
        Objects.checkIndex(column, columns);
        double sum = 0;
        for (int channel = 0; channel < channels; channel++) {
            sum += pixels.get(((sample * channels + channel) * rows + row) * columns + column);
        }
        return Math.clamp(Math.round(255 * sum / channels), 0, 255);
    }

    /** SHA-256 of the sizes, labels and pixels, in hex: the key of what was computed from them. The id takes no part. */
    public String hash() {
        String known = hash;
        if (known == null) {
            known = ContentHash.of(channels, rows, columns, classes, labels, pixels);
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
        byte[] chosenLabels = new byte[count];
        for (int i = 0; i < count; i++) {
            chosenLabels[i] = labels[Objects.checkIndex(samples[from + i], labels.length)];
        }
        SampleValues chosen = pixels.gather(pixelsPerImage(), samples, from, count);
        return new LabelledImages(id, channels, rows, columns, classes, chosen, chosenLabels);
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
        if (more.rows != rows || more.columns != columns || more.channels != channels) {
            throw new InvalidInput(
                    "cannot join the data",
                    id,
                    "pictures of " + size(channels, rows, columns) + " and of "
                            + size(more.channels, more.rows, more.columns));
        }
        SampleValues allPixels = pixels.followedBy(id, more.pixels);
        byte[] allLabels = new byte[labels.length + more.labels.length];
        System.arraycopy(labels, 0, allLabels, 0, labels.length);
        System.arraycopy(more.labels, 0, allLabels, labels.length, more.labels.length);
        return new LabelledImages(id, channels, rows, columns, Math.max(classes, more.classes), allPixels, allLabels);
    }

    /** Writes samples from … from + count - 1 to the start of {@code batch} // (count, channels·rows·columns). */
    public void copyInto(int from, int count, float[] batch) {
        Objects.checkFromIndexSize(from, count, labels.length);
        int start = from * pixelsPerImage();
        int length = count * pixelsPerImage();
        Objects.checkFromIndexSize(0, length, batch.length);
        pixels.copy(start, length, batch, 0);
    }

    /** Writes samples from … from + count - 1 as native-order float32 // (count, channels·rows·columns). */
    public void copyInto(int from, int count, MemorySegment batch) {
        Objects.checkFromIndexSize(from, count, labels.length);
        int start = from * pixelsPerImage();
        int length = count * pixelsPerImage();
        pixels.copy(start, length, batch);
    }

    /** Writes samples order[from] … order[from + count - 1] to the start of {@code batch}, as a mini-batch needs them. */
    public void gatherInto(int[] order, int from, int count, float[] batch) {
        Objects.checkFromIndexSize(from, count, order.length);
        int size = pixelsPerImage();
        for (int i = 0; i < count; i++) {
            unitPixels(order[from + i], batch, i * size);
        }
    }

    /** Writes samples order[from] … order[from + count - 1] as native-order float32 // (count, channels·rows·columns). */
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
        Objects.checkFromIndexSize(offset, size, out.length);
        pixels.copy(sample * size, size, out, offset);
    }

    @Override
    public String toString() {
        return id + " (" + count() + " of " + size(channels, rows, columns) + ", " + classes + " classes)";
    }
}
