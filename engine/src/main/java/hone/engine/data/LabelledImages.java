package hone.engine.data;

import hone.engine.InvalidInput;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Samples of one size and what is right for each, a class or a measure: grey pictures, colour pictures, or rows of
 * numbers. Immutable.
 *
 * <p>Pixels are unsigned bytes, 0 for background to 255 for ink: pixels // (count, channels·rows·columns), a picture's
 * channels one after the other, row-major. Batches are float32 in [0, 1]: every pixel divided by 255. Rows of numbers,
 * such as those of a table, are pictures of one row and go into batches as they are.
 */
public final class LabelledImages implements Samples {
    private final String id;
    private final int rows;
    private final int columns;
    private final int channels;
    private final SampleValues pixels;
    private final Labels labels;
    private final @Nullable TableForm table;
    private volatile @Nullable String hash;

    private LabelledImages(
            String id,
            int channels,
            int rows,
            int columns,
            SampleValues pixels,
            Labels labels,
            @Nullable TableForm table) {
        this.id = id;
        this.channels = channels;
        this.rows = rows;
        this.columns = columns;
        this.pixels = pixels;
        this.labels = labels;
        this.table = table;
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

    /** Rows of a table's numbers that go into batches as they are. // (count, width) */
    static LabelledImages ofTable(String id, int width, float[] numbers, Labels labels, TableForm table) {
        return checked(id, 1, 1, width, new SampleValues.Floats(numbers), labels, table);
    }

    static LabelledImages wrap(
            String id, int channels, int rows, int columns, int classes, SampleValues pixels, byte[] labels) {
        Labels known = Labels.Classes.of(id, labels, classes, List.of());
        return checked(id, channels, rows, columns, pixels, known, null);
    }

    private static LabelledImages checked(
            String id,
            int channels,
            int rows,
            int columns,
            SampleValues pixels,
            Labels labels,
            @Nullable TableForm table) {
        if (channels < 1 || rows < 1 || columns < 1 || labels.count() < 1) {
            throw new InvalidInput(
                    "cannot use the pictures",
                    id,
                    "there are " + labels.count() + " of " + size(channels, rows, columns));
        }
        pixels.require(
                id, labels.count(), Math.multiplyExact((long) channels, Math.multiplyExact((long) rows, columns)));
        return new LabelledImages(id, channels, rows, columns, pixels, labels, table);
    }

    private static String size(int channels, int rows, int columns) {
        return (channels == 1 ? "" : channels + "×") + rows + "×" + columns;
    }

    /** Where the pictures come from, such as {@code generated:seed=1} or {@code idx:FOLDER}. */
    @Override
    public String id() {
        return id;
    }

    @Override
    public int count() {
        return labels.count();
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

    @Override
    public int sampleSize() {
        return pixelsPerImage();
    }

    /** 0 for measures. */
    public int classes() {
        return labels.classes();
    }

    /** The classes' names; empty where they have none but their numbers. */
    public List<String> classNames() {
        return labels.names();
    }

    /** Whether measures are to be learned instead of classes. */
    public boolean measured() {
        return labels instanceof Labels.Measures;
    }

    /** How many numbers a model answers with: a score for each class, or the measure. */
    public int outputs() {
        return measured() ? 1 : classes();
    }

    /** The class of one sample, from 0 to classes - 1; only where classes are to be learned. */
    public int label(int sample) {
        return Byte.toUnsignedInt(((Labels.Classes) labels).numbers()[sample]);
    }

    /** The measure of one sample; only where measures are to be learned. */
    public float measure(int sample) {
        return ((Labels.Measures) labels).values()[sample];
    }

    /** The columns that these rows come from. */
    Optional<TableForm> table() {
        return Optional.ofNullable(table);
    }

    /** The same samples with other numbers and labels. */
    LabelledImages with(SampleValues values, Labels others) {
        return new LabelledImages(id, channels, rows, columns, values, others, table);
    }

    SampleValues values() {
        return pixels;
    }

    Labels labels() {
        return labels;
    }

    /** One pixel, from 0 for background to 255 for ink; of several channels their mean. */
    public int pixel(int sample, int row, int column) {
        Objects.checkIndex(sample, count());
        Objects.checkIndex(row, rows);
        Objects.checkIndex(column, columns);
        double sum = 0;
        for (int channel = 0; channel < channels; channel++) {
            sum += pixels.get(((sample * channels + channel) * rows + row) * columns + column);
        }
        return Math.clamp(Math.round(255 * sum / channels), 0, 255);
    }

    /** SHA-256 of the sizes, labels and pixels, in hex: the key of what was computed from them. The id takes no part. */
    @Override
    public String hash() {
        String known = hash;
        if (known == null) {
            known = ContentHash.of(channels, rows, columns, labels, pixels);
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

    LabelledImages subset(String id, int[] samples, int from, int count) {
        for (int i = 0; i < count; i++) {
            Objects.checkIndex(samples[from + i], count());
        }
        SampleValues chosen = pixels.gather(pixelsPerImage(), samples, from, count);
        return new LabelledImages(id, channels, rows, columns, chosen, labels.gather(samples, from, count), table);
    }

    /**
     * Divides by a seeded shuffle: its first {@code trainCount} samples train, the rest test.
     *
     * @throws InvalidInput if a part would be empty
     */
    public Split shuffledSplit(long seed, int trainCount) {
        return Split.shuffled(this, seed, trainCount);
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
        return new LabelledImages(id, channels, rows, columns, allPixels, labels.followedBy(id, more.labels), table);
    }

    /** Writes samples from … from + count - 1 to the start of {@code batch} // (count, channels·rows·columns). */
    public void copyInto(int from, int count, float[] batch) {
        Objects.checkFromIndexSize(from, count, count());
        int start = from * pixelsPerImage();
        int length = count * pixelsPerImage();
        Objects.checkFromIndexSize(0, length, batch.length);
        pixels.copy(start, length, batch, 0);
    }

    /** Writes samples from … from + count - 1 as native-order float32 // (count, channels·rows·columns). */
    @Override
    public void copyInto(int from, int count, MemorySegment batch) {
        Objects.checkFromIndexSize(from, count, count());
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

    /** Writes one sample's pixels in [0, 1] to {@code out} from {@code offset} on. */
    void unitPixels(int sample, float[] out, int offset) {
        Objects.checkIndex(sample, count());
        int size = pixelsPerImage();
        Objects.checkFromIndexSize(offset, size, out.length);
        pixels.copy(sample * size, size, out, offset);
    }

    @Override
    public String toString() {
        return id + " (" + count() + " of " + size(channels, rows, columns) + ", "
                + (measured() ? "measures)" : classes() + " classes)");
    }
}
