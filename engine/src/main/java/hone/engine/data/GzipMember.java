package hone.engine.data;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The content of a gzip file of one member (RFC 1952), inflated while it is read and held to its format to the last
 * byte. {@link java.util.zip.GZIPInputStream} passes silently over bytes after the trailer and cannot say where the
 * damage lies; this can.
 */
public final class GzipMember extends InputStream {
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xE0;

    /** A file name or comment may not be longer, so that a damaged header cannot swallow the file. */
    private static final int LONGEST_TEXT = 4096;

    private final InputStream raw;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] input = new byte[1 << 16];
    private final byte[] single = new byte[1];
    private int inputStart;
    private int inputEnd;
    /** Offset in the file of the first byte behind {@code input}. */
    private long fileOffset;

    private long inflated;
    private boolean headerRead;
    private boolean ended;

    public GzipMember(InputStream raw) {
        this.raw = raw;
    }

    @Override
    public int read() throws IOException {
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!headerRead) {
            header();
            headerRead = true;
        }
        while (!ended) {
            int count = inflate(target, offset, length);
            if (count > 0) {
                checksum.update(target, offset, count);
                inflated += count;
                return count;
            }
            if (inflater.finished()) {
                trailer();
                ended = true;
            }
        }
        return -1;
    }

    private int inflate(byte[] target, int offset, int length) throws IOException {
        if (inflater.needsInput() && !inflater.finished()) {
            require();
            inflater.setInput(input, inputStart, inputEnd - inputStart);
            inputStart = inputEnd;
        }
        try {
            int count = inflater.inflate(target, offset, length);
            if (inflater.needsDictionary()) {
                throw new GzipDamage(position(), "the gzip stream asks for a dictionary");
            }
            if (inflater.finished()) {
                inputStart = inputEnd - inflater.getRemaining();
            }
            return count;
        } catch (DataFormatException e) {
            String detail = e.getMessage() == null ? "" : " (" + e.getMessage() + ")";
            throw new GzipDamage(position() - inflater.getRemaining(), "the compressed data is damaged" + detail);
        }
    }

    private void header() throws IOException {
        int first = next();
        int second = next();
        if (first != 0x1f || second != 0x8b) {
            throw new GzipDamage(0, String.format("not a gzip file: it begins %02x %02x, not 1f 8b", first, second));
        }
        int method = next();
        if (method != 8) {
            throw new GzipDamage(2, "gzip compression method " + method + " is unknown; only 8 (deflate) is");
        }
        int flags = next();
        if ((flags & RESERVED) != 0) {
            throw new GzipDamage(3, String.format("the gzip header sets reserved flags (0x%02x)", flags));
        }
        skip(6); // modification time, extra flags, operating system
        if ((flags & EXTRA) != 0) {
            skip(next() | next() << 8);
        }
        if ((flags & NAME) != 0) {
            skipText("file name");
        }
        if ((flags & COMMENT) != 0) {
            skipText("comment");
        }
        if ((flags & HEADER_CRC) != 0) {
            skip(2);
        }
    }

    private void trailer() throws IOException {
        long at = position();
        long crc = nextInt();
        long length = nextInt();
        if (crc != checksum.getValue()) {
            throw new GzipDamage(
                    at, String.format("the checksum is %08x, but the content's is %08x", crc, checksum.getValue()));
        }
        if (length != (inflated & 0xFFFF_FFFFL)) {
            throw new GzipDamage(
                    at + 4, "the gzip trailer counts " + length + " bytes, but " + inflated + " were compressed");
        }
        if (inputStart < inputEnd || fill()) {
            throw new GzipDamage(position(), "more bytes follow the end of the gzip stream");
        }
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            next();
        }
    }

    private void skipText(String what) throws IOException {
        for (int i = 0; i < LONGEST_TEXT; i++) {
            if (next() == 0) {
                return;
            }
        }
        throw new GzipDamage(position(), "the gzip header's " + what + " exceeds " + LONGEST_TEXT + " bytes");
    }

    private long nextInt() throws IOException {
        return next() | next() << 8 | next() << 16 | (long) next() << 24;
    }

    private int next() throws IOException {
        require();
        return input[inputStart++] & 0xFF;
    }

    /** Makes at least one compressed byte available. */
    private void require() throws IOException {
        if (inputStart == inputEnd && !fill()) {
            throw new GzipDamage(position(), "the gzip stream is cut off");
        }
    }

    private boolean fill() throws IOException {
        int count = raw.read(input);
        inputStart = 0;
        inputEnd = Math.max(0, count);
        fileOffset += inputEnd;
        return count > 0;
    }

    private long position() {
        return fileOffset - (inputEnd - inputStart);
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        raw.close();
    }
}
