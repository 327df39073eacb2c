package hone.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import hone.engine.random.CounterRandom;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ImageFolderTest {
    private static final int MUTATIONS = 400;
    static final byte[] PNG = image(BufferedImage.TYPE_BYTE_GRAY, 9, 6, "png");
    static final byte[] COLOUR = image(BufferedImage.TYPE_INT_RGB, 9, 6, "png");
    static final byte[] JPEG = image(BufferedImage.TYPE_INT_RGB, 16, 16, "jpg");

    @TempDir
    Path folder;

    /** Pixel (row, column) is 10·row + column in grey, and that, half of that and 255 less that in colour. */
    private static byte[] image(int type, int columns, int rows, String format) {
        BufferedImage image = new BufferedImage(columns, rows, type);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int value = 10 * row + column;
                if (type == BufferedImage.TYPE_BYTE_GRAY) {
                    image.getRaster().setSample(column, row, 0, value);
                } else {
                    image.setRGB(column, row, (value << 16) | ((value / 2) << 8) | (255 - value));
                }
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            assertTrue(ImageIO.write(image, format, bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private LabelledImages read(String options) {
        return DataSpec.parse("images:" + folder + options).loadEvaluation(Progress.NONE, new Cancellation());
    }

    @Test
    void subfoldersAreClassesInTheOrderOfTheirNames() {
        IdxBytes.write(folder.resolve("dog"), "a.png", PNG);
        IdxBytes.write(folder.resolve("cat"), "b.PNG", PNG);
        IdxBytes.write(folder.resolve("cat"), "a.png", PNG);
        IdxBytes.write(folder.resolve("cat"), "notes.txt", new byte[3]);
        IdxBytes.write(folder.resolve("cat"), ".hidden.png", new byte[3]);
        IdxBytes.write(folder.resolve(".cache"), "c.png", new byte[3]);
        LabelledImages images = read("");
        assertEquals(3, images.count());
        assertEquals(2, images.classes());
        assertEquals(6, images.rows());
        assertEquals(9, images.columns());
        assertEquals(1, images.channels());
        assertEquals(0, images.label(1));
        assertEquals(1, images.label(2));
        // Grey values are those in the file, not bent by a colour space.
        for (int row = 0; row < 6; row++) {
            for (int column = 0; column < 9; column++) {
                assertEquals(10 * row + column, images.pixel(2, row, column));
            }
        }
    }

    @Test
    void colourHasThreeChannelsAndCanBeMadeGreyAndScaled() {
        IdxBytes.write(folder.resolve("only"), "a.png", COLOUR);
        LabelledImages images = read("");
        assertEquals(3, images.channels());
        float[] values = new float[3 * 54];
        images.copyInto(0, 1, values);
        assertEquals(23 / 255f, values[2 * 9 + 3]);
        assertEquals(11 / 255f, values[54 + 2 * 9 + 3]);
        assertEquals(232 / 255f, values[108 + 2 * 9 + 3]);
        LabelledImages grey = read(",channels=1");
        assertEquals(Math.round(0.299 * 23 + 0.587 * 11 + 0.114 * 232), grey.pixel(0, 2, 3));
        LabelledImages small = read(",size=3,channels=1");
        assertEquals(9, small.pixelsPerImage());
        double mean = 0;
        for (int row = 0; row < 2; row++) {
            for (int column = 0; column < 3; column++) {
                mean += grey.pixel(0, 2 + row, 3 + column) / 6.0;
            }
        }
        assertEquals(mean, small.pixel(0, 1, 1), 0.51);
        assertEquals(grey.pixel(0, 0, 0), read(",size=60,channels=1").pixel(0, 5, 3));
    }

    @Test
    void jpegIsReadAsNearAsItIsStored() {
        IdxBytes.write(folder.resolve("only"), "a.jpeg", JPEG);
        LabelledImages images = read(",channels=1");
        assertEquals(16, images.rows());
        for (int i = 0; i < 16; i++) {
            int value = 11 * i;
            double luma = 0.299 * value + 0.587 * (value / 2.0) + 0.114 * (255 - value);
            assertEquals(luma, images.pixel(0, i, i), 40);
        }
    }

    @Test
    void trainAndTestFoldersAreTheDivision() {
        for (String part : new String[] {"train", "test"}) {
            IdxBytes.write(folder.resolve(part).resolve("a"), "1.png", PNG);
            IdxBytes.write(folder.resolve(part).resolve("b"), "1.png", PNG);
        }
        IdxBytes.write(folder.resolve("train").resolve("b"), "2.png", PNG);
        Corpus corpus = DataSpec.parse("images:" + folder).load(Progress.NONE, new Cancellation());
        assertEquals(3, corpus.split(1).train().count());
        assertEquals(2, corpus.evaluation().count());
        IdxBytes.write(folder.resolve("test").resolve("c"), "1.png", PNG);
        Refusal.expect(() -> read(""), 0, "test", "are not those of the training part");
    }

    @Test
    void foldersThatCannotBeUnderstoodAreRefused() throws IOException {
        Refusal.expect(() -> read(""), 0, folder.toString(), "0 subfolders");
        Files.createDirectory(folder.resolve("a"));
        Refusal.expect(() -> read(""), 0, "a", "no PNG or JPEG file");
        IdxBytes.write(folder.resolve("a"), "1.png", PNG);
        IdxBytes.write(folder.resolve("a"), "2.png", image(BufferedImage.TYPE_BYTE_GRAY, 9, 7, "png"));
        Refusal.expect(() -> read(""), 0, "2.png", "7×9 pixels, and the first has 6×9");
        assertEquals(2, read(",size=4").count());
        Path file = Files.writeString(folder.resolve("file"), "");
        Refusal.expect(
                () -> DataSpec.parse("images:" + file).load(Progress.NONE, new Cancellation()),
                0,
                "file",
                "not a folder");
        Files.createDirectory(folder.resolve("a").resolve("3.png"));
        Refusal.expect(() -> read(",size=4"), 0, "3.png", "not a regular file");
        for (int i = 0; i < 256; i++) {
            Files.createDirectory(folder.resolve("class" + i));
        }
        Refusal.expect(() -> read(""), 0, folder.toString(), "257 subfolders");
    }

    static Stream<Arguments> badPictures() {
        Stream<Arguments> cutPng = IntStream.rangeClosed(1, PNG.length / 16)
                .filter(i -> 16 * i < PNG.length)
                .mapToObj(i -> arguments("PNG cut at " + 16 * i, Arrays.copyOf(PNG, 16 * i), ""));
        Stream<Arguments> cutJpeg = IntStream.rangeClosed(1, JPEG.length / 64)
                .filter(i -> 64 * i < JPEG.length)
                .mapToObj(i -> arguments("JPEG cut at " + 64 * i, Arrays.copyOf(JPEG, 64 * i), "JPEG end marker"));
        byte[] cutButEnded = Arrays.copyOf(JPEG, JPEG.length / 2);
        cutButEnded[cutButEnded.length - 2] = (byte) 0xFF;
        cutButEnded[cutButEnded.length - 1] = (byte) 0xD9;
        Stream<Arguments> others = Stream.of(
                arguments("empty", new byte[0], "neither a PNG nor a JPEG"),
                arguments("text", "no picture".getBytes(StandardCharsets.UTF_8), "neither a PNG nor a JPEG"),
                arguments("GIF", "GIF89a....".getBytes(StandardCharsets.US_ASCII), "neither a PNG nor a JPEG"),
                arguments("a wrong signature", IdxBytes.with(PNG, 1, 'Q'), "neither a PNG nor a JPEG"),
                arguments("a lying chunk", IdxBytes.withInt(PNG, 8, Integer.MAX_VALUE), "does not fit into"),
                arguments("a negative chunk", IdxBytes.withInt(PNG, 8, -1), "a chunk of 4294967295 bytes"),
                arguments("a wrong checksum", IdxBytes.with(PNG, 30, 0x55), "checksum of the chunk 0x49484452"),
                arguments("damaged data", IdxBytes.with(PNG, 45, 0x55), "checksum of the chunk 0x49444154"),
                arguments("bytes at the end", Arrays.copyOf(PNG, PNG.length + 20), "more bytes follow the end"),
                arguments("two files in one", twice(PNG), "more bytes follow the end"),
                arguments("no width", header(0, 6, 8, 0), "0×6 pixels"),
                arguments("no height", header(9, 0, 8, 0), "9×0 pixels"),
                arguments("5,000 wide", header(5000, 6, 8, 0), "5000×6 pixels"),
                arguments("huge", header(Integer.MAX_VALUE, Integer.MAX_VALUE, 8, 0), "2147483647×2147483647 pixels"),
                arguments("negative", header(-1, -1, 8, 0), "4294967295×4294967295 pixels"),
                arguments("more than it holds", header(4000, 4000, 8, 0), "cannot hold 4000×4000 pixels"),
                arguments("a few rows more", header(9, 7, 8, 0), "decoding it"),
                arguments("bit depth 3", header(9, 6, 3, 0), "decoding it"),
                arguments("colour type 7", header(9, 6, 8, 7), "decoding it"),
                arguments("a palette that is missing", header(9, 6, 8, 3), "decoding it"),
                arguments("no header", withoutHeader(), "the header chunk is not the first"),
                arguments("two headers", twoHeaders(), "the header chunk is not the first"),
                arguments("data that is no deflate", chunks("IDAT", new byte[] {1, 2, 3, 4}), "decoding it"),
                arguments("no data", chunks("teXt", new byte[4]), "0 compressed bytes"),
                arguments("start of a JPEG alone", new byte[] {-1, -40, -1, -39}, "decoding it"),
                arguments("a JPEG cut but ended", cutButEnded, "decoding it"),
                arguments("a JPEG of zeros", new byte[] {-1, -40, 0, 0, 0, 0, -1, -39}, "decoding it"));
        return Stream.of(cutPng, cutJpeg, others).flatMap(part -> part);
    }

    private static byte[] twice(byte[] once) {
        byte[] both = Arrays.copyOf(once, 2 * once.length);
        System.arraycopy(once, 0, both, once.length, once.length);
        return both;
    }

    /** The good file with another header, its checksum right. */
    private static byte[] header(int width, int height, int depth, int colour) {
        byte[] bytes = IdxBytes.withInt(IdxBytes.withInt(PNG, 16, width), 20, height);
        bytes[24] = (byte) depth;
        bytes[25] = (byte) colour;
        CRC32 checksum = new CRC32();
        checksum.update(bytes, 12, 17);
        ByteBuffer.wrap(bytes).putInt(29, (int) checksum.getValue());
        return bytes;
    }

    private static byte[] withoutHeader() {
        byte[] bytes = Arrays.copyOf(PNG, PNG.length - 25);
        System.arraycopy(PNG, 33, bytes, 8, PNG.length - 33);
        return bytes;
    }

    private static byte[] twoHeaders() {
        byte[] bytes = Arrays.copyOf(PNG, PNG.length + 25);
        System.arraycopy(PNG, 8, bytes, 33, PNG.length - 8);
        return bytes;
    }

    /** Signature, header, one chunk and the end. */
    private static byte[] chunks(String type, byte[] content) {
        ByteBuffer bytes = ByteBuffer.allocate(33 + 12 + content.length + 12);
        bytes.put(PNG, 0, 33).putInt(content.length);
        CRC32 checksum = new CRC32();
        checksum.update(type.getBytes(StandardCharsets.US_ASCII));
        checksum.update(content);
        bytes.put(type.getBytes(StandardCharsets.US_ASCII)).put(content).putInt((int) checksum.getValue());
        return bytes.put(PNG, PNG.length - 12, 12).array();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badPictures")
    void badPicturesAreRefused(String name, byte[] content, String why) {
        IdxBytes.write(folder.resolve("only"), "bad.png", content);
        Refusal.expect(() -> read(""), content.length, "bad.png", why);
    }

    @Test
    void damageIsReadOrRefusedButNeverEscapes() {
        int[] refused = new int[1];
        for (int mutation = 0; mutation < MUTATIONS; mutation++) {
            CounterRandom random = new CounterRandom(20261129, 4, mutation);
            IdxBytes.write(folder.resolve("only"), "bad.png", Damage.of(mutation % 2 == 0 ? PNG : JPEG, random));
            int number = mutation;
            assertTimeoutPreemptively(
                    Duration.ofSeconds(10), () -> refused[0] += readOrRefuse(), () -> "mutation " + number);
        }
        assertTrue(refused[0] > MUTATIONS / 3, "only " + refused[0] + " were refused");
    }

    private int readOrRefuse() {
        try {
            assertEquals(1, read("").count());
            return 0;
        } catch (InvalidInput refusal) {
            assertTrue(refusal.where().contains("bad.png"), refusal.toString());
            assertEquals(1, refusal.toString().lines().count(), refusal.toString());
            return 1;
        }
    }

    @Test
    void scalingKeepsTheMean() {
        byte[] pixels = new byte[7 * 5];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * 7);
        }
        Picture picture = new Picture(1, 7, 5, pixels);
        assertArrayEquals(pixels, picture.scaled(7, 5).pixels());
        double mean = IntStream.range(0, 35).map(i -> i * 7).average().orElseThrow();
        assertEquals(mean, Byte.toUnsignedInt(picture.scaled(1, 1).pixels()[0]), 0.51);
        assertEquals(
                mean,
                IntStream.range(0, 12)
                        .map(i -> picture.scaled(4, 3).pixels()[i] & 0xFF)
                        .average()
                        .orElseThrow(),
                0.51);
    }
}
