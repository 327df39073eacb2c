package hone.engine.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.management.ThreadMXBean;
import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which a pair of IDX files can be wrong ends in one sentence with file, place and numbers. */
class IdxBadFilesTest {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    static final byte[] IMAGES = IdxBytes.images(10, 4, 5); // 216 bytes
    static final byte[] LABELS = IdxBytes.labels(10); // 18 bytes
    private static final byte[] ZIPPED = IdxBytes.gzip(IMAGES);
    private static final int LIE = Integer.MAX_VALUE;

    @TempDir
    Path folder;

    static Stream<Arguments> badImages() {
        return Stream.of(
                arguments("empty", new byte[0], "byte 0", "ends within the header"),
                arguments("header cut in the magic", IdxBytes.resized(IMAGES, 3), "byte 3", "ends within the header"),
                arguments("header cut in a size", IdxBytes.resized(IMAGES, 14), "byte 14", "ends within the header"),
                arguments("no body", IdxBytes.resized(IMAGES, 16), "byte 4", "a file of 216 bytes, but it has 16"),
                arguments("body cut by one", IdxBytes.resized(IMAGES, 215), "byte 4", "but it has 215"),
                arguments("one byte too many", IdxBytes.resized(IMAGES, 217), "byte 4", "but it has 217"),
                arguments("a megabyte too many", IdxBytes.resized(IMAGES, 1 << 20), "byte 4", "but it has 1048576"),
                arguments("first byte not zero", IdxBytes.with(IMAGES, 0, 7), "byte 0", "begins 07 00"),
                arguments("second byte not zero", IdxBytes.with(IMAGES, 1, 0xff), "byte 0", "begins 00 ff"),
                arguments(
                        "floats of no room",
                        IdxBytes.with(IMAGES, 2, 0x0D),
                        "byte 4",
                        "200 values, a file of 816 bytes"),
                arguments("doubles", IdxBytes.with(IMAGES, 2, 0x0E), "byte 4", "200 values, a file of 1616 bytes"),
                arguments("an unknown type", IdxBytes.with(IMAGES, 2, 0x0A), "byte 2", "type 0x0a"),
                arguments("type 0", IdxBytes.with(IMAGES, 2, 0), "byte 2", "type 0x00"),
                arguments("a label file", LABELS, "byte 3", "1 dimensions, not 3"),
                arguments("rank 0", IdxBytes.with(IMAGES, 3, 0), "byte 3", "0 dimensions, not 3"),
                arguments("rank 255", IdxBytes.with(IMAGES, 3, 255), "byte 3", "255 dimensions, not 3"),
                arguments("no images", IdxBytes.withInt(IMAGES, 4, 0), "byte 4", "size of 0"),
                arguments("no rows", IdxBytes.withInt(IMAGES, 8, 0), "byte 8", "size of 0"),
                arguments("no columns", IdxBytes.withInt(IMAGES, 12, 0), "byte 12", "size of 0"),
                arguments("negative count", IdxBytes.withInt(IMAGES, 4, -10), "byte 4", "size of -10"),
                arguments("negative rows", IdxBytes.withInt(IMAGES, 8, -4), "byte 8", "size of -4"),
                arguments("a count too many", IdxBytes.withInt(IMAGES, 4, 11), "byte 4", "11 images"),
                arguments("a count too few", IdxBytes.withInt(IMAGES, 4, 9), "byte 4", "9 images"),
                arguments("huge count", IdxBytes.withInt(IMAGES, 4, LIE), "byte 4", LIE + " images"),
                arguments("huge rows", IdxBytes.withInt(IMAGES, 8, LIE), "byte 8", "exceed the limit"),
                arguments("huge columns", IdxBytes.withInt(IMAGES, 12, 5000), "byte 8", "4×5000 exceed the limit"),
                arguments("larger sides", IdxBytes.withInt(IMAGES, 8, 4096), "byte 4", "but it has 216"),
                arguments(
                        "text",
                        "these are no images at all".getBytes(StandardCharsets.UTF_8),
                        "byte 0",
                        "begins 74 68"),
                arguments("gzip without its name", ZIPPED, "byte 0", "begins 1f 8b"));
    }

    static Stream<Arguments> badGzippedImages() {
        int end = ZIPPED.length;
        byte[] zipBomb = IdxBytes.gzip(IdxBytes.resized(IdxBytes.withInt(IMAGES, 8, 5), 20_000_000));
        byte[] lying = IdxBytes.gzip(IdxBytes.withInt(IdxBytes.withInt(IMAGES, 8, 4000), 12, 4000));
        byte[] trailing = Arrays.copyOf(ZIPPED, end + 3);
        return Stream.of(
                arguments("empty", new byte[0], "byte 0", "cut off"),
                arguments("plain under a gzip name", IMAGES, "byte 0", "begins 00 00, not 1f 8b"),
                arguments("wrong method", IdxBytes.with(ZIPPED, 2, 7), "byte 2", "method 7"),
                arguments("reserved flags", IdxBytes.with(ZIPPED, 3, 0x80), "byte 3", "reserved flags"),
                arguments("endless name", IdxBytes.resized(nameless(), 9000), "byte 4106", "file name exceeds 4096"),
                arguments("cut in its header", IdxBytes.resized(ZIPPED, 7), "byte 7", "cut off"),
                arguments("cut in its data", IdxBytes.resized(ZIPPED, 30), "byte 30", "cut off"),
                arguments("cut in its trailer", IdxBytes.resized(ZIPPED, end - 3), "byte " + (end - 3), "cut off"),
                arguments("damaged data", IdxBytes.with(ZIPPED, 10, 0xff), "byte 11", "damaged"),
                arguments("wrong checksum", IdxBytes.with(ZIPPED, -8, 0x55), "byte " + (end - 8), "checksum"),
                arguments("wrong length", IdxBytes.with(ZIPPED, -1, 0x55), "byte " + (end - 4), "trailer counts"),
                arguments("bytes after the trailer", trailing, "byte " + end, "more bytes follow the end"),
                arguments("second member", twice(ZIPPED), "byte " + end, "more bytes follow the end"),
                arguments("inflates to more", zipBomb, "uncompressed byte 266", "more bytes follow the values"),
                arguments("inflates to less", gzipOfCut(), "uncompressed byte 200", "ends within the 200 values"),
                arguments("promises what cannot be", lying, "uncompressed byte 4", "compressed bytes cannot hold"),
                arguments("gzip in gzip", IdxBytes.gzip(ZIPPED), "uncompressed byte 0", "begins 1f 8b"));
    }

    private static byte[] nameless() {
        byte[] bytes = new byte[9000];
        Arrays.fill(bytes, (byte) 'n');
        System.arraycopy(ZIPPED, 0, bytes, 0, 10);
        bytes[3] = 8;
        return bytes;
    }

    private static byte[] gzipOfCut() {
        return IdxBytes.gzip(IdxBytes.resized(IMAGES, 200));
    }

    private static byte[] twice(byte[] once) {
        byte[] bytes = Arrays.copyOf(once, 2 * once.length);
        System.arraycopy(once, 0, bytes, once.length, once.length);
        return bytes;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badImages")
    void badImagesAreRefused(String name, byte[] content, String place, String why) {
        IdxBytes.write(folder, IdxBytes.IMAGES, content);
        IdxBytes.write(folder, IdxBytes.LABELS, LABELS);
        assertRefused(IdxBytes.IMAGES, place, why, content.length);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badGzippedImages")
    void badGzippedImagesAreRefused(String name, byte[] content, String place, String why) {
        IdxBytes.write(folder, IdxBytes.IMAGES + ".gz", content);
        IdxBytes.write(folder, IdxBytes.LABELS, LABELS);
        assertRefused(IdxBytes.IMAGES + ".gz", place, why, content.length);
    }

    static Stream<Arguments> badLabels() {
        return Stream.of(
                arguments("empty", new byte[0], "byte 0", "ends within the header"),
                arguments("cut", IdxBytes.resized(LABELS, 17), "byte 4", "but it has 17"),
                arguments("an image file", IMAGES, "byte 3", "3 dimensions, not 1"),
                arguments("floats", IdxBytes.with(LABELS, 2, 0x0D), "byte 2", "labels of type float"),
                arguments(
                        "a negative one",
                        IdxBytes.with(IdxBytes.with(LABELS, 2, 9), 12, 0x80),
                        "byte 12",
                        "label -128"),
                arguments("huge", IdxBytes.withInt(LABELS, 4, LIE), "byte 4", "above the limit"),
                arguments("negative", IdxBytes.withInt(LABELS, 4, -1), "byte 4", "size of -1"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badLabels")
    void badLabelsAreRefused(String name, byte[] content, String place, String why) {
        IdxBytes.write(folder, IdxBytes.IMAGES, IMAGES);
        IdxBytes.write(folder, IdxBytes.LABELS, content);
        assertRefused(IdxBytes.LABELS, place, why, content.length);
    }

    @Test
    void aMismatchOfImagesAndLabelsNamesBothCounts() {
        IdxBytes.write(folder, IdxBytes.IMAGES, IMAGES);
        IdxBytes.write(folder, IdxBytes.LABELS, IdxBytes.labels(12));
        assertRefused(IdxBytes.IMAGES, "byte 4", "10 images, but " + IdxBytes.LABELS + " has 12 labels", 1000);
    }

    @Test
    void foldersWithoutAnUnderstandablePairAreRefused() throws IOException {
        assertRefused(folder.toString(), "", "holds no file named *images-idx3-ubyte", 0);
        IdxBytes.write(folder, IdxBytes.IMAGES, IMAGES);
        assertRefused(IdxBytes.IMAGES, "", IdxBytes.LABELS + "[.gz] are not beside it", 0);
        IdxBytes.write(folder, IdxBytes.LABELS, LABELS);
        for (String prefix : new String[] {"other-", "third-"}) {
            IdxBytes.write(folder, prefix + "images-idx3-ubyte", IMAGES);
            IdxBytes.write(folder, prefix + "labels-idx1-ubyte", LABELS);
            assertRefused(folder.toString(), "", "pairs of files (other-, t10k-", 0);
        }
        Path file = Files.writeString(folder.resolve("file"), "");
        assertEquals("this is not a folder", refusal(file).why());
        assertEquals(
                "there is no such folder", refusal(folder.resolve("nowhere")).why());
    }

    @Test
    void partsOfDifferentSizesAreRefused() {
        IdxBytes.write(folder, IdxBytes.IMAGES, IMAGES);
        IdxBytes.write(folder, IdxBytes.LABELS, LABELS);
        IdxBytes.write(folder, "train-images-idx3-ubyte", IdxBytes.images(10, 5, 4));
        IdxBytes.write(folder, "train-labels-idx1-ubyte", LABELS);
        assertRefused(folder.toString(), "", "5×4 and the test pictures 4×5", 10_000);
    }

    @Test
    void aFolderInPlaceOfAFileIsRefused() throws IOException {
        Files.createDirectory(folder.resolve(IdxBytes.IMAGES));
        IdxBytes.write(folder, IdxBytes.LABELS, LABELS);
        assertRefused(IdxBytes.IMAGES, "", "not a regular file", 0);
    }

    private static InvalidInput refusal(Path folder) {
        return assertThrows(InvalidInput.class, () -> new DataSpec.Idx(folder).load(Progress.NONE, new Cancellation()));
    }

    private void assertRefused(String file, String place, String why, long fileBytes) {
        long[] allocated = new long[1];
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        InvalidInput refusal = assertTimeoutPreemptively(LIMIT, () -> {
            long before = threads.getCurrentThreadAllocatedBytes();
            InvalidInput thrown = refusal(folder);
            allocated[0] = threads.getCurrentThreadAllocatedBytes() - before;
            return thrown;
        });
        assertTrue(refusal.where().contains(file), refusal.toString());
        assertTrue(refusal.where().endsWith(place), refusal.toString() + " does not end at " + place);
        assertTrue(refusal.why().contains(why), refusal.toString());
        assertEquals(1, refusal.toString().lines().count(), refusal.toString());
        assertTrue(allocated[0] <= 2 * fileBytes + (16 << 20), "allocated " + allocated[0] + " bytes");
    }
}
