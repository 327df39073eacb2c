package hone.engine.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Makes IDX files, good and bad, for the tests of their reader. */
final class IdxBytes {
    static final String IMAGES = "t10k-images-idx3-ubyte";
    static final String LABELS = "t10k-labels-idx1-ubyte";

    private IdxBytes() {}

    /** A header of the given type and dimensions, followed by {@code values} pseudo-random bytes below 10. */
    static byte[] file(int type, int[] shape, int values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * shape.length + values);
        bytes.put((byte) 0).put((byte) 0).put((byte) type).put((byte) shape.length);
        for (int size : shape) {
            bytes.putInt(size);
        }
        for (int i = 0; i < values; i++) {
            bytes.put((byte) (i * 31 % 97 % 10));
        }
        return bytes.array();
    }

    static byte[] images(int count, int rows, int columns) {
        return file(8, new int[] {count, rows, columns}, count * rows * columns);
    }

    static byte[] labels(int count) {
        return file(8, new int[] {count}, count);
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] with(byte[] original, int at, int value) {
        byte[] changed = original.clone();
        changed[at < 0 ? changed.length + at : at] = (byte) value;
        return changed;
    }

    static byte[] withInt(byte[] original, int at, int value) {
        byte[] changed = original.clone();
        ByteBuffer.wrap(changed).putInt(at, value);
        return changed;
    }

    static byte[] resized(byte[] original, int length) {
        return java.util.Arrays.copyOf(original, length);
    }

    static void write(Path folder, String name, byte[] content) {
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
