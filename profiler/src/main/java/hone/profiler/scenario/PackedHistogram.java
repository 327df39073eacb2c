package hone.profiler.scenario;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.HdrHistogram.Histogram;

/**
 * A histogram with every value it counted, to a thousandth, as text: HdrHistogram's compressed form (V2) in Base64, which its
 * tools in many languages read.
 */
final class PackedHistogram {
    /** Of three digits none has as much. */
    private static final int MOST_TEXT = 1 << 20;

    /** Where the header, which is packed as well, says to how many digits values were counted: room grows tenfold with each. */
    private static final int DIGITS_AT = 12;

    private static final int PACKED_FROM = 8;

    private PackedHistogram() {}

    static String of(Histogram histogram) {
        ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(bytes);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
    }

    /** @throws IllegalArgumentException if the text is none that {@link #of} made */
    static Histogram read(String text) {
        if (text.length() > MOST_TEXT) {
            throw new IllegalArgumentException("a packed histogram of " + text.length() + " letters");
        }
        try {
            byte[] packed = Base64.getDecoder().decode(text);
            int digits = digits(packed);
            if (digits > QueryLog.DIGITS) {
                throw new IllegalArgumentException("a histogram to " + digits + " digits");
            }
            return Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(packed), 0);
        } catch (DataFormatException | RuntimeException e) {
            throw new IllegalArgumentException("this is no packed histogram", e);
        }
    }

    private static int digits(byte[] packed) throws DataFormatException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed, PACKED_FROM, packed.length - PACKED_FROM);
            ByteBuffer header = ByteBuffer.allocate(DIGITS_AT + Integer.BYTES);
            inflater.inflate(header.array());
            return header.getInt(DIGITS_AT);
        } finally {
            inflater.end();
        }
    }
}
