package hone.engine.format;

import java.io.IOException;
import java.io.InputStream;

/** The next so many bytes of a stream, which then seems to end; closing it leaves the stream open. */
final class FirstBytes extends InputStream {
    private final InputStream in;
    private long left;
    private int peeked = -1;

    FirstBytes(InputStream in, long bytes) {
        this.in = in;
        this.left = bytes;
    }

    /** The first byte, which is read all the same; -1 if there is none. */
    int first() throws IOException {
        peeked = left == 0 ? -1 : in.read();
        return peeked;
    }

    @Override
    public int read() throws IOException {
        if (left == 0) {
            return -1;
        }
        left--;
        if (peeked >= 0) {
            int first = peeked;
            peeked = -1;
            return first;
        }
        return in.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (peeked >= 0) {
            target[offset] = (byte) read();
            return 1;
        }
        int read = left == 0 ? -1 : in.read(target, offset, (int) Math.min(left, length));
        left -= Math.max(0, read);
        return read;
    }
}
