package hone.engine.data;

import hone.engine.badinput.Bad;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;

/** Pictures that are bombs: small files that promise much, in their pixels or in what stands beside them. */
final class BadPictures {
    private static final byte[] SIGNATURE = Arrays.copyOf(ImageFolderTest.PNG, 8);

    private BadPictures() {}

    static List<Bad> all() {
        List<Bad> all = new ArrayList<>();
        add(all, "a bomb of 4000×4000 grey pixels", png(4000, 4000, 8, 0, new byte[4001 * 4000]), true);
        add(all, "a bomb of 2000×2000 in 16 bits", png(2000, 2000, 16, 6, new byte[16_001 * 2000]), true);
        add(all, "4096×4096 in one bit", png(4096, 4096, 1, 0, new byte[513 * 4096]), true);
        add(all, "more data than pixels", png(9, 6, 8, 0, new byte[10_000_000]), true);
        add(all, "a text bomb", with("zTXt", compressedText(50_000_000)), true);
        add(all, "an international text bomb", with("iTXt", internationalText(50_000_000)), true);
        add(all, "a colour profile bomb", with("iCCP", compressedText(50_000_000)), true);
        add(all, "10,000 texts", many("tEXt", "a\0b".getBytes(StandardCharsets.US_ASCII), 10_000), true);
        add(all, "an unknown critical chunk", with("HONE", new byte[3]), true);
        add(all, "a palette of three bytes too few", with("PLTE", new byte[766]), true);
        add(all, "a filter that is none", png(9, 6, 8, 0, filled(60, 9)), true);
        add(all, "interlaced in a way of its own", interlaced(7), true);
        add(all, "a JPEG of 65,535×65,535", jpeg(65_535, 65_535, 3), false);
        add(all, "a JPEG of 4096×4096 that ends", jpeg(4096, 4096, 3), true);
        add(all, "a JPEG of no height", jpeg(0, 16, 3), false);
        add(all, "a JPEG of 255 parts", jpeg(16, 16, 255), false);
        add(all, "a JPEG of no parts", jpeg(16, 16, 0), false);
        add(all, "a JPEG of 30,000 segments", segments(30_000), true);
        return all;
    }

    private static void add(List<Bad> all, String name, byte[] content, boolean orRead) {
        Bad bad = Bad.file(name, "only/bad.png", content, "");
        all.add(orRead ? bad.orRead() : bad);
    }

    static byte[] palette() {
        BufferedImage image = new BufferedImage(9, 6, BufferedImage.TYPE_BYTE_INDEXED);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] filled(int length, int value) {
        byte[] filled = new byte[length];
        Arrays.fill(filled, (byte) value);
        return filled;
    }

    private static byte[] png(int width, int height, int depth, int colour, byte[] rows) {
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put(new byte[] {(byte) depth, (byte) colour, 0, 0, 0})
                .array();
        return file(chunk("IHDR", header), chunk("IDAT", deflated(rows)), chunk("IEND", new byte[0]));
    }

    private static byte[] interlaced(int method) {
        byte[] png = ImageFolderTest.PNG.clone();
        png[28] = (byte) method;
        return ImagesBadFormat.withChecksums(png);
    }

    private static byte[] file(byte[]... chunks) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(SIGNATURE);
        for (byte[] chunk : chunks) {
            bytes.writeBytes(chunk);
        }
        return ImagesBadFormat.withChecksums(bytes.toByteArray());
    }

    private static byte[] chunk(String type, byte[] content) {
        return ByteBuffer.allocate(12 + content.length)
                .putInt(content.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(content)
                .array();
    }

    /** A good picture with another chunk after its header. */
    private static byte[] with(String type, byte[] content) {
        return many(type, content, 1);
    }

    private static byte[] many(String type, byte[] content, int count) {
        byte[] png = ImageFolderTest.PNG;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(png, 0, 33);
        for (int i = 0; i < count; i++) {
            bytes.writeBytes(chunk(type, content));
        }
        bytes.write(png, 33, png.length - 33);
        return ImagesBadFormat.withChecksums(bytes.toByteArray());
    }

    private static byte[] compressedText(int length) {
        byte[] data = deflated(new byte[length]);
        return ByteBuffer.allocate(3 + data.length)
                .put((byte) 'k')
                .put((byte) 0)
                .put((byte) 0)
                .put(data)
                .array();
    }

    private static byte[] internationalText(int length) {
        byte[] data = deflated(new byte[length]);
        return ByteBuffer.allocate(6 + data.length)
                .put((byte) 'k')
                .put(new byte[] {0, 1, 0, 0, 0})
                .put(data)
                .array();
    }

    private static byte[] deflated(byte[] content) {
        try (Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION)) {
            deflater.setInput(content);
            deflater.finish();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            byte[] part = new byte[1 << 16];
            while (!deflater.finished()) {
                bytes.write(part, 0, deflater.deflate(part));
            }
            return bytes.toByteArray();
        }
    }

    /** The good JPEG with other sizes in its frame, and its end cut off and put back. */
    private static byte[] jpeg(int height, int width, int parts) {
        byte[] bytes = ImageFolderTest.JPEG.clone();
        for (int at = 0; at + 10 < bytes.length; at++) {
            if (bytes[at] == -1 && bytes[at + 1] == (byte) 0xC0) {
                ByteBuffer.wrap(bytes).putShort(at + 5, (short) height).putShort(at + 7, (short) width);
                bytes[at + 9] = (byte) parts;
            }
        }
        return bytes;
    }

    private static byte[] segments(int count) {
        byte[] good = ImageFolderTest.JPEG;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(good, 0, 2);
        for (int i = 0; i < count; i++) {
            bytes.writeBytes(new byte[] {-1, (byte) 0xFE, 0, 3, 'x'});
        }
        bytes.write(good, 2, good.length - 2);
        return bytes.toByteArray();
    }
}
