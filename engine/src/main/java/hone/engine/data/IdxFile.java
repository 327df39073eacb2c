package hone.engine.data;

import hone.engine.InvalidInput;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The bytes of one IDX file in order, plain or gzipped, with the position at hand for error messages. A name that ends
 * in {@code .gz} is gzipped; positions then count uncompressed bytes.
 */
final class IdxFile implements AutoCloseable {
    /** Deflate cannot do better than 1032:1, so a header that promises more than this lies. */
    private static final long MOST_INFLATION = 1100;

    private final Path path;
    private final String what;
    private final boolean gzipped;
    private final long fileBytes;
    private final InputStream in;
    private long position;

    private IdxFile(Path path, String what, boolean gzipped, long fileBytes, InputStream in) {
        this.path = path;
        this.what = what;
        this.gzipped = gzipped;
        this.fileBytes = fileBytes;
        this.in = in;
    }

    /**
     * Opens a regular file; a pipe or a device could block or never end, and is refused.
     *
     * @param what the file's content in a word, for messages: "images"
     */
    static IdxFile open(Path path, String what) throws IOException {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new InvalidInput("cannot read the " + what, path.toString(), "this is not a regular file");
        }
        long fileBytes = Files.size(path);
        boolean gzipped = path.toString().endsWith(".gz");
        InputStream raw = Files.newInputStream(path);
        InputStream in = gzipped ? new GzipMember(raw) : new BufferedInputStream(raw);
        return new IdxFile(path, what, gzipped, fileBytes, in);
    }

    /** What the operating system said, in words for a person. */
    static String reason(Exception e) {
        return switch (e) {
            case NoSuchFileException _ -> "there is no such file";
            case AccessDeniedException _ -> "reading it is not permitted";
            default ->
                "reading failed: " + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        };
    }

    Path path() {
        return path;
    }

    /** An error about the given byte of the (uncompressed) content. */
    InvalidInput refusal(long at, String why) {
        return new InvalidInput(
                "cannot read the " + what, path + (gzipped ? ", uncompressed byte " : ", byte ") + at, why);
    }

    void readFully(byte[] target, int offset, int length, String wanted) throws IOException {
        int read = nextBytes(target, offset, length);
        if (read < length) {
            throw refusal(position, "the file ends within " + wanted);
        }
    }

    private int nextBytes(byte[] target, int offset, int length) throws IOException {
        try {
            int read = in.readNBytes(target, offset, length);
            position += read;
            return read;
        } catch (GzipDamage e) {
            throw new InvalidInput("cannot read the " + what, path + ", byte " + e.at(), e.why());
        }
    }

    /** Refuses a body that the file cannot hold (or, of a plain file, not exactly), before room for it is made. */
    void checkCanHold(long values, int width) {
        long body = values * width;
        if (gzipped) {
            if (body > fileBytes * MOST_INFLATION) {
                throw refusal(
                        4,
                        "the header promises " + values + " values, which " + fileBytes
                                + " compressed bytes cannot hold");
            }
        } else if (position + body != fileBytes) {
            throw refusal(
                    4,
                    "the header promises " + values + " values, a file of " + (position + body) + " bytes, but it has "
                            + fileBytes);
        }
    }

    /** Refuses bytes after the body; of a gzipped file this also compares the checksum. */
    void checkEnd() throws IOException {
        if (nextBytes(new byte[1], 0, 1) > 0) {
            throw refusal(position - 1, "more bytes follow the values that the header promises");
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
