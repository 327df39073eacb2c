package hone.engine.data;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.OverBudget;
import hone.engine.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads a pair of IDX files, the format of the MNIST database: a big-endian header (two zero bytes, the type, the
 * number of dimensions, then each dimension as a 32-bit count) and the values, nothing else. Unsigned bytes are pixels from
 * 0 to 255; values of the other types are taken as they are. Labels are whole numbers from 0 to 255.
 *
 * <p>Nothing is believed before it is checked: the header's counts are multiplied on {@code long} and compared with the
 * bytes that can be there before anything of their size is allocated, and every byte of the file must be accounted for.
 * Source: Y. LeCun, C. Cortes and C. Burges, "The MNIST database of handwritten digits", section on file formats.
 */
final class IdxReader {
    /** The most pixels one file may hold: 1 GiB, 23 times MNIST. */
    static final long MOST_BYTES = 1L << 30;

    /** Rows and columns of one picture: more than any model here reads. */
    static final int LONGEST_SIDE = 4096;

    /** Digits have ten classes even where a small sample lacks the last of them. */
    private static final int FEWEST_CLASSES = 10;

    private static final int MOST_LABEL = 255;

    private static final int CHUNK = 1 << 20;

    private IdxReader() {}

    /**
     * Reads both files.
     *
     * @return the pictures; classes is the largest label + 1, and at least 10
     * @throws InvalidInput if a file is missing, damaged, of another format, or not of the size its header gives
     * @throws OverBudget if the pictures would fill more than half of the heap
     */
    static LabelledImages read(String id, IdxFolder.Pair pair, Progress progress, Cancellation cancellation) {
        byte[] labels;
        try (IdxFile file = IdxFile.open(pair.labels(), "labels")) {
            Header header = header(file, 1);
            labels = header.type == IdxType.UNSIGNED_BYTE
                    ? bytes(file, header, Progress.NONE, cancellation)
                    : labels(file, header, cancellation);
        } catch (IOException e) {
            throw new InvalidInput("cannot read the labels", pair.labels().toString(), IdxFile.reason(e));
        }
        try (IdxFile file = IdxFile.open(pair.images(), "images")) {
            Header header = header(file, 3);
            int[] shape = header.shape;
            if (shape[0] != labels.length) {
                throw file.refusal(
                        4,
                        "the header counts " + shape[0] + " images, but "
                                + pair.labels().getFileName() + " has " + labels.length + " labels");
            }
            if (shape[1] > LONGEST_SIDE || shape[2] > LONGEST_SIDE) {
                throw file.refusal(
                        8,
                        "images of " + shape[1] + "×" + shape[2] + " exceed the limit of " + LONGEST_SIDE + "×"
                                + LONGEST_SIDE);
            }
            SampleValues values = switch (header.type) {
                case UNSIGNED_BYTE -> SampleValues.Bytes.pixels(bytes(file, header, progress, cancellation));
                case SIGNED_BYTE -> SampleValues.Bytes.signed(bytes(file, header, progress, cancellation));
                case SHORT, INT, FLOAT, DOUBLE ->
                    new SampleValues.Floats(numbers(file, header, progress, cancellation));
            };
            return LabelledImages.wrap(id, 1, shape[1], shape[2], classes(labels), values, labels);
        } catch (IOException e) {
            throw new InvalidInput("cannot read the images", pair.images().toString(), IdxFile.reason(e));
        }
    }

    /** What a file's header says: the type of its values, and its dimensions, each at least 1. */
    private record Header(IdxType type, int[] shape) {
        /** The offset of the values. */
        long bytes() {
            return 4 + 4L * shape.length;
        }
    }

    private static Header header(IdxFile file, int rank) throws IOException {
        byte[] magic = new byte[4];
        file.readFully(magic, 0, 4, "the header");
        if (magic[0] != 0 || magic[1] != 0) {
            throw file.refusal(0, String.format("not an IDX file: it begins %02x %02x, not 00 00", magic[0], magic[1]));
        }
        IdxType type = IdxType.of(magic[2])
                .orElseThrow(() ->
                        file.refusal(2, String.format("values of type 0x%02x, which is none of IDX's", magic[2])));
        if (magic[3] != rank) {
            throw file.refusal(3, "the header gives " + Byte.toUnsignedInt(magic[3]) + " dimensions, not " + rank);
        }
        byte[] counts = new byte[4 * rank];
        file.readFully(counts, 0, counts.length, "the header");
        int[] shape = new int[rank];
        for (int d = 0; d < rank; d++) {
            shape[d] = ByteBuffer.wrap(counts).getInt(4 * d);
            if (shape[d] < 1) {
                throw file.refusal(4 + 4L * d, "the header gives a size of " + shape[d] + " for dimension " + d);
            }
        }
        return new Header(type, shape);
    }

    /** The number of values, which the file can hold and the heap too, at so many bytes each. */
    private static int count(IdxFile file, Header header, int bytesEach) {
        long length = length(file, header.shape, MOST_BYTES / bytesEach);
        file.checkCanHold(length, header.type.width);
        long heap = Runtime.getRuntime().maxMemory();
        if (length * bytesEach > heap / 2) {
            throw new OverBudget(
                    "reading " + file.path(), length * bytesEach, heap / 2, "start Hone with a larger heap (-Xmx)");
        }
        return (int) length;
    }

    private static byte[] bytes(IdxFile file, Header header, Progress progress, Cancellation cancellation)
            throws IOException {
        int length = count(file, header, 1);
        byte[] body = new byte[length];
        for (int read = 0; read < body.length; ) {
            cancellation.check("reading the data");
            int step = Math.min(CHUNK, body.length - read);
            file.readFully(body, read, step, "the " + length + " values that the header promises");
            read += step;
            progress.report(
                    (double) read / body.length, "reading " + file.path().getFileName());
        }
        file.checkEnd();
        return body;
    }

    private static byte[] labels(IdxFile file, Header header, Cancellation cancellation) throws IOException {
        if (!header.type.isWhole()) {
            throw file.refusal(2, "labels of type " + header.type.word + ", which are no classes");
        }
        byte[] labels = new byte[count(file, header, 1)];
        each(file, header, labels.length, Progress.NONE, cancellation, (i, value) -> {
            if (value < 0 || value > MOST_LABEL) {
                throw file.refusal(
                        header.bytes() + (long) i * header.type.width,
                        "the label " + (long) value + " is not within 0 … " + MOST_LABEL);
            }
            labels[i] = (byte) value;
        });
        return labels;
    }

    private static float[] numbers(IdxFile file, Header header, Progress progress, Cancellation cancellation)
            throws IOException {
        float[] numbers = new float[count(file, header, Float.BYTES)];
        each(file, header, numbers.length, progress, cancellation, (i, value) -> {
            numbers[i] = (float) value;
            if (!Float.isFinite(numbers[i])) {
                throw file.refusal(
                        header.bytes() + (long) i * header.type.width, "the value " + value + " is no finite float32");
            }
        });
        return numbers;
    }

    /** Takes the value of an index. */
    @FunctionalInterface
    private interface Taker {
        void take(int index, double value);
    }

    private static void each(
            IdxFile file, Header header, int count, Progress progress, Cancellation cancellation, Taker taker)
            throws IOException {
        int width = header.type.width;
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        for (int first = 0; first < count; first += CHUNK / width) {
            cancellation.check("reading the data");
            int step = Math.min(CHUNK / width, count - first);
            file.readFully(chunk.array(), 0, step * width, "the " + count + " values that the header promises");
            for (int i = 0; i < step; i++) {
                taker.take(first + i, header.type.get(chunk, i * width));
            }
            progress.report(
                    (double) (first + step) / count, "reading " + file.path().getFileName());
        }
        file.checkEnd();
    }

    private static long length(IdxFile file, int[] shape, long most) {
        long length = 1;
        try {
            for (int size : shape) {
                length = Math.multiplyExact(length, size);
            }
        } catch (ArithmeticException _) {
            length = Long.MAX_VALUE;
        }
        if (length > most) {
            throw file.refusal(4, "the header promises " + product(shape) + " values, above the limit of " + most);
        }
        return length;
    }

    private static String product(int[] shape) {
        StringBuilder text = new StringBuilder();
        for (int size : shape) {
            text.append(text.isEmpty() ? "" : " × ").append(size);
        }
        return text.toString();
    }

    private static int classes(byte[] labels) {
        int classes = FEWEST_CLASSES;
        for (byte label : labels) {
            classes = Math.max(classes, Byte.toUnsignedInt(label) + 1);
        }
        return classes;
    }
}
