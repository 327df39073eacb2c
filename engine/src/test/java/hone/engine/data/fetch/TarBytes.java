package hone.engine.data.fetch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/** Makes tar archives, good and bad. */
final class TarBytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** A folder, two files that are wanted, and one that is not. */
    static byte[] good() {
        return new TarBytes()
                .entry("folder/", '5', new byte[0])
                .entry("folder/a.bin", '0', "first".getBytes(StandardCharsets.UTF_8))
                .entry("folder/readme.txt", '0', new byte[100])
                .entry("folder/b.bin", '0', new byte[600])
                .end();
    }

    TarBytes entry(String name, char type, byte[] content) {
        return entry(name, type, content, _ -> {});
    }

    /** An entry whose header is changed before its checksum is made. */
    TarBytes entry(String name, char type, byte[] content, Consumer<byte[]> change) {
        byte[] header = new byte[TarEntry.BLOCK];
        put(header, 0, name);
        put(header, 124, String.format("%011o", content.length));
        header[156] = (byte) type;
        put(header, 257, "ustar");
        change.accept(header);
        return raw(withChecksum(header), content);
    }

    /** A header as it is, and a content that is padded to blocks. */
    TarBytes raw(byte[] header, byte[] content) {
        bytes.writeBytes(header);
        bytes.writeBytes(Arrays.copyOf(content, (content.length + 511) / 512 * 512));
        return this;
    }

    byte[] end() {
        bytes.writeBytes(new byte[TarEntry.BLOCK]);
        return bytes.toByteArray();
    }

    byte[] withoutEnd() {
        return bytes.toByteArray();
    }

    static void put(byte[] header, int at, String text) {
        byte[] letters = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(letters, 0, header, at, letters.length);
    }

    static byte[] withChecksum(byte[] header) {
        byte[] right = header.clone();
        Arrays.fill(right, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte each : right) {
            sum += Byte.toUnsignedInt(each);
        }
        put(right, 148, String.format("%06o\0 ", sum));
        return right;
    }
}
