package hone.engine.format.onnx.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Unavailable;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.StringJoiner;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures of two pixels, one red and one of three different shades. */
class ImageDecodingTest {
    private static NdArray decoded(byte[] file, String format) {
        StringJoiner bytes = new StringJoiner(" ");
        for (byte each : file) {
            bytes.add(Integer.toString(each & 0xFF));
        }
        String line = "ImageDecoder@20 pixel_format=" + format + " | " + file.length + " u8: " + bytes + " | u8: 0";
        return (NdArray) Objects.requireNonNull(WrittenCase.of(line).run().get("out0"));
    }

    private static void check(String expected, NdArray got) {
        OperatorCasesTest.same(WrittenValue.of(expected), got);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "tiff"})
    void losslessFilesGiveTheirPixels(String format) throws IOException {
        BufferedImage picture = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(0, 0, 0xFF0000);
        picture.setRGB(1, 0, 0x0A141E);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        assertTrue(ImageIO.write(picture, format, file));
        check("1x2x3 u8: 255 0 0 10 20 30", decoded(file.toByteArray(), "RGB"));
        check("1x2x3 u8: 0 0 255 30 20 10", decoded(file.toByteArray(), "BGR"));
        check("1x2x1 u8: 76 18", decoded(file.toByteArray(), "Grayscale"));
    }

    @Test
    void portableFilesGiveTheirPixels() {
        byte[] colours = "P6 2 1 255\n......".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(new byte[] {-1, 0, 0, 10, 20, 30}, 0, colours, colours.length - 6, 6);
        check("1x2x3 u8: 255 0 0 10 20 30", decoded(colours, "RGB"));
        byte[] text = "P3 # two pixels\n2 1 15\n15 0 0 1 2 3".getBytes(StandardCharsets.US_ASCII);
        check("1x2x3 u8: 255 0 0 17 34 51", decoded(text, "RGB"));
        check("1x3x1 u8: 0 255 0", decoded("P1 3 1 101".getBytes(StandardCharsets.US_ASCII), "Grayscale"));
    }

    @Test
    void whatIsNoPictureGivesNothing() {
        check("0x0x3 u8:", decoded("nothing".getBytes(StandardCharsets.US_ASCII), "RGB"));
        check("0x0x3 u8:", decoded("P6 9000 9000 255\n.".getBytes(StandardCharsets.US_ASCII), "RGB"));
        byte[] cut = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13, 'I', 'H'};
        check("0x0x3 u8:", decoded(cut, "RGB"));
    }

    @Test
    void formatsWithoutADecoderAreNamed() {
        byte[] webp = "RIFF....WEBPVP8 ".getBytes(StandardCharsets.US_ASCII);
        Unavailable refusal = assertThrows(Unavailable.class, () -> decoded(webp, "RGB"));
        assertEquals(true, refusal.getMessage().contains("WebP"), refusal.getMessage());
    }
}
