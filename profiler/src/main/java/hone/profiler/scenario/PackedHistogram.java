package hone.profiler.scenario;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * A histogram with every value it counted, to a thousandth, as text: HdrHistogram's compressed form (V2) in Base64, which its
 * tools in many languages read.
 */
final class PackedHistogram {
    /** Of three digits none has as much. */
    private static final int MOST_TEXT = 1 << 20;

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
            return Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(text)), 0);
        } catch (DataFormatException | RuntimeException e) {
            throw new IllegalArgumentException("this is no packed histogram", e);
        }
    }
}
