package hone.engine.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of a set of pictures: four big-endian sizes, the channels where there are several, the labels, the pixels. */
final class ContentHash {
    private ContentHash() {}

    static String of(int channels, int rows, int columns, Labels labels, SampleValues pixels) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            ByteBuffer sizes = ByteBuffer.allocate(4 * Integer.BYTES);
            sizes.putInt(labels.count()).putInt(rows).putInt(columns).putInt(labels.classes());
            digest.update(sizes.flip());
            if (channels > 1) {
                digest.update((byte) channels);
            }
            labels.digest(digest);
            pixels.digest(digest);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
