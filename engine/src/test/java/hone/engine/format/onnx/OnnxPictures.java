package hone.engine.format.onnx;

import static hone.engine.format.onnx.OnnxBytes.node;

import hone.engine.badinput.Bad;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Models that decode a picture which they bring: small ones in every format, and some that say they are vast. */
final class OnnxPictures {
    private static final String FILE = OnnxBadFormat.FILE;

    private OnnxPictures() {}

    private static byte[] model(byte[] picture) {
        return new OnnxBytes()
                .input("x", 1, 1)
                .constant(OnnxBytes.tensor("p", 2, picture, picture.length))
                .add(node("ImageDecoder", "p", "y"))
                .output("y")
                .file(20);
    }

    static List<byte[]> samples() {
        List<byte[]> samples = new ArrayList<>();
        for (String format : List.of("png", "jpg", "bmp", "gif", "tif")) {
            samples.add(model(picture(format)));
        }
        for (String text :
                List.of("P3\n# four\n2 2\n255\n9 8 7 6 5 4 3 2 1 0 255 128", "P5 3 1 255\nabc", "P4 9 1\nab")) {
            samples.add(model(text.getBytes(StandardCharsets.US_ASCII)));
        }
        return samples;
    }

    private static byte[] picture(String format) {
        BufferedImage picture = new BufferedImage(9, 7, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 63; i++) {
            picture.setRGB(i % 9, i / 9, i * 0x04_1207);
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(picture, format, file)) {
                throw new IllegalStateException("nobody writes " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }

    /** A PNG that says another size, its checksum right. */
    private static byte[] png(int width, int height) {
        byte[] png = picture("png");
        ByteBuffer header = ByteBuffer.wrap(png).putInt(16, width).putInt(20, height);
        CRC32 checksum = new CRC32();
        checksum.update(png, 12, 17);
        header.putInt(29, (int) checksum.getValue());
        return png;
    }

    private static byte[] bmp(int width, int height) {
        byte[] bmp = picture("bmp");
        ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(18, width).putInt(22, height);
        return bmp;
    }

    static List<Bad> bad() {
        List<Bad> bad = new ArrayList<>();
        int[][] vast = {{1 << 15, 1 << 15}, {Integer.MAX_VALUE, Integer.MAX_VALUE}, {1 << 20, 2}, {5_000, 5_000}};
        for (int[] size : vast) {
            String name = size[0] + " by " + size[1];
            bad.add(Bad.file("a PNG of " + name, FILE, model(png(size[0], size[1])), ""));
            bad.add(Bad.file("a BMP of " + name, FILE, model(bmp(size[0], size[1])), "")
                    .orRead());
        }
        bad.add(Bad.file("a PNG of 1,000 by 1,000", FILE, model(png(1_000, 1_000)), "")
                .orRead());
        String huge = "P6 999999999 999999999 255\n";
        bad.add(Bad.file("a pixmap of 10^18", FILE, model(huge.getBytes(StandardCharsets.US_ASCII)), "")
                .orRead());
        return bad;
    }
}
