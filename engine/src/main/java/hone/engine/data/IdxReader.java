package hone.engine.data;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.OverBudget;
import hone.engine.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads a pair of IDX files, the format of the MNIST database: a big-endian header (two zero bytes, the type 8 for
 * unsigned byte, the number of dimensions, then each dimension as a 32-bit count) and the values, nothing else.
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
            int[] shape = header(file, 1);
            labels = body(file, shape, Progress.NONE, cancellation);
        } catch (IOException e) {
            throw new InvalidInput("cannot read the labels", pair.labels().toString(), IdxFile.reason(e));
        }
        try (IdxFile file = IdxFile.open(pair.images(), "images")) {
            int[] shape = header(file, 3);
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
            byte[] pixels = body(file, shape, progress, cancellation);
            return LabelledImages.wrap(id, shape[1], shape[2], classes(labels), pixels, labels);
        } catch (IOException e) {
            throw new InvalidInput("cannot read the images", pair.images().toString(), IdxFile.reason(e));
        }
    }

    /** Reads and checks the header; returns the dimensions, each at least 1. */
    private static int[] header(IdxFile file, int rank) throws IOException {
        byte[] magic = new byte[4];
        file.readFully(magic, 0, 4, "the header");
        if (magic[0] != 0 || magic[1] != 0) {
            throw file.refusal(0, String.format("not an IDX file: it begins %02x %02x, not 00 00", magic[0], magic[1]));
        }
        if (magic[2] != 0x08) {
            throw file.refusal(2, String.format("values of type 0x%02x, not unsigned bytes (0x08)", magic[2]));
        }
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
        return shape;
    }

    private static byte[] body(IdxFile file, int[] shape, Progress progress, Cancellation cancellation)
            throws IOException {
        long length = length(file, shape);
        file.checkCanHold(length);
        long heap = Runtime.getRuntime().maxMemory();
        if (length > heap / 2) {
            throw new OverBudget("reading " + file.path(), length, heap / 2, "start Hone with a larger heap (-Xmx)");
        }
        byte[] body = new byte[(int) length];
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

    private static long length(IdxFile file, int[] shape) {
        long length = 1;
        try {
            for (int size : shape) {
                length = Math.multiplyExact(length, size);
            }
        } catch (ArithmeticException _) {
            length = Long.MAX_VALUE;
        }
        if (length > MOST_BYTES) {
            throw file.refusal(
                    4, "the header promises " + product(shape) + " values, above the limit of " + MOST_BYTES);
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
