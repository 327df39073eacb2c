package hone.engine.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import hone.engine.random.CounterRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CifarFormatTest {
    private static final int PICTURE = 3072;
    private static final int MUTATIONS = 200;

    @TempDir
    Path folder;

    /** Records whose pixel p is (record + p) mod 251, and whose labels count up. */
    static byte[] records(int count, int... classes) {
        byte[] bytes = new byte[count * (classes.length + PICTURE)];
        for (int i = 0, at = 0; i < count; i++) {
            for (int most : classes) {
                bytes[at++] = (byte) (i % most);
            }
            for (int p = 0; p < PICTURE; p++) {
                bytes[at++] = (byte) ((i + p) % 251);
            }
        }
        return bytes;
    }

    private static void write10(Path place) {
        for (int batch = 1; batch <= 5; batch++) {
            IdxBytes.write(place, "data_batch_" + batch + ".bin", records(3, 10));
        }
        IdxBytes.write(place, "test_batch.bin", records(12, 10));
    }

    private static Corpus load(String text) {
        return DataSpec.parse(text).load(Progress.NONE, new Cancellation());
    }

    @Test
    void theFilesOfTenClassesAreReadInOrder() {
        write10(folder.resolve("cifar-10-batches-bin"));
        Corpus corpus = load("cifar10:" + folder);
        assertEquals(
                corpus.split(1).test().hash(),
                load("cifar10:" + folder.resolve("cifar-10-batches-bin"))
                        .evaluation()
                        .hash());
        LabelledImages train = corpus.split(1).train();
        assertEquals(15, train.count());
        assertEquals(3, train.channels());
        assertEquals(32, train.rows());
        assertEquals(PICTURE, train.pixelsPerImage());
        assertEquals(10, train.classes());
        LabelledImages test = corpus.evaluation();
        assertEquals(12, test.count());
        assertEquals(1, test.label(11));
        float[] batch = new float[2 * PICTURE];
        test.copyInto(3, 2, batch);
        for (int p = 0; p < PICTURE; p++) {
            assertEquals((3 + p) % 251 / 255f, batch[p]);
            assertEquals((4 + p) % 251 / 255f, batch[PICTURE + p]);
        }
        // Red, green and blue of pixel (1, 2) of record 3 are 32·1 + 2 apart by 1,024.
        int mean = Math.round(
                IntStream.of(0, 1024, 2048).map(c -> (3 + c + 34) % 251).sum() / 3f);
        assertEquals(mean, test.pixel(3, 1, 2));
    }

    @Test
    void theFineLabelOfAHundredClassesIsLearned() {
        IdxBytes.write(folder, "train.bin", records(25, 20, 100));
        IdxBytes.write(folder, "test.bin", records(23, 20, 100));
        LabelledImages test = load("cifar100:" + folder).evaluation();
        assertEquals(100, test.classes());
        assertEquals(22, test.label(22));
    }

    @Test
    void colourIsAugmentedChannelByChannel() {
        write10(folder);
        LabelledImages test = load("cifar10:" + folder).evaluation();
        float[] plain = new float[PICTURE];
        float[] moved = new float[PICTURE];
        int[] order = {5};
        Augmentation.NONE.gatherInto(test, order, 0, 1, 1, 1, plain);
        new Augmentation(2, 0, 0).gatherInto(test, order, 0, 1, 1, 1, moved);
        assertNotEquals(Arrays.hashCode(plain), Arrays.hashCode(moved));
        // Each channel is its own picture: what moves the first moves the second the same way.
        byte[] red = new byte[1024];
        for (int p = 0; p < red.length; p++) {
            red[p] = (byte) Math.round(255 * plain[1024 + p]);
        }
        LabelledImages alone = LabelledImages.wrap("green", 32, 32, 10, sixTimes(red), new byte[6]);
        float[] movedAlone = new float[1024];
        new Augmentation(2, 0, 0).gatherInto(alone, order, 0, 1, 1, 1, movedAlone);
        for (int p = 0; p < 1024; p++) {
            assertEquals(movedAlone[p], moved[1024 + p]);
        }
    }

    private static byte[] sixTimes(byte[] picture) {
        byte[] all = new byte[6 * picture.length];
        for (int i = 0; i < 6; i++) {
            System.arraycopy(picture, 0, all, i * picture.length, picture.length);
        }
        return all;
    }

    static Stream<Arguments> badFiles() {
        byte[] good = records(3, 10);
        Stream<Arguments> cut = IntStream.rangeClosed(1, 15)
                .mapToObj(i -> arguments(
                        "cut at " + 64 * i, Arrays.copyOf(good, 64 * i), "test_batch.bin", "its " + 64 * i + " bytes"));
        Stream<Arguments> labels = IntStream.of(10, 11, 99, 127, 128, 255)
                .mapToObj(label -> arguments(
                        "label " + label,
                        IdxBytes.with(good, 3073, label),
                        "test_batch.bin, byte 3073",
                        "the label " + label + " of record 1 is not below 10"));
        Stream<Arguments> sizes = Stream.of(
                arguments("empty", new byte[0], "test_batch.bin", "its 0 bytes"),
                arguments("a byte too few", Arrays.copyOf(good, good.length - 1), "test_batch.bin", "its 9218 bytes"),
                arguments("a byte too many", Arrays.copyOf(good, good.length + 1), "test_batch.bin", "its 9220 bytes"),
                arguments("no label byte", new byte[PICTURE], "test_batch.bin", "records of 3073 bytes"),
                arguments("the other format", records(3, 20, 100), "test_batch.bin", "its 9222 bytes"),
                arguments(
                        "text", "no pictures".getBytes(java.nio.charset.StandardCharsets.UTF_8), "bin", "its 11 bytes"),
                arguments("a bad first label", IdxBytes.with(good, 0, 200), "test_batch.bin, byte 0", "record 0"),
                arguments("a bad last label", IdxBytes.with(good, 6146, 10), "test_batch.bin, byte 6146", "record 2"));
        return Stream.of(cut, labels, sizes).flatMap(part -> part);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFiles")
    void badFilesAreRefused(String name, byte[] content, String place, String why) {
        write10(folder);
        IdxBytes.write(folder, "test_batch.bin", content);
        Refusal.expect(() -> load("cifar10:" + folder), content.length + 6L * 3 * 3073, place, why);
    }

    @Test
    void badLabelsOfAHundredClassesAndMissingFilesAreRefused() throws IOException {
        Path nowhere = folder.resolve("nowhere");
        Refusal.expect(() -> load("cifar10:" + nowhere), 0, "nowhere", "there is no such folder");
        Refusal.expect(() -> load("cifar10:" + folder), 0, "data_batch_1.bin", "there is no such file");
        write10(folder);
        Files.delete(folder.resolve("data_batch_4.bin"));
        Refusal.expect(() -> load("cifar10:" + folder), 0, "data_batch_4.bin", "there is no such file");
        Files.createDirectory(folder.resolve("data_batch_4.bin"));
        Refusal.expect(() -> load("cifar10:" + folder), 0, "data_batch_4.bin", "not a regular file");
        IdxBytes.write(folder, "train.bin", records(2, 20, 100));
        IdxBytes.write(folder, "test.bin", IdxBytes.with(records(2, 20, 100), 0, 20));
        Refusal.expect(() -> load("cifar100:" + folder), 0, "test.bin, byte 0", "label 20 of record 0 is not below 20");
        IdxBytes.write(folder, "test.bin", IdxBytes.with(records(2, 20, 100), 1, 100));
        Refusal.expect(() -> load("cifar100:" + folder), 0, "test.bin, byte 1", "is not below 100");
        Path file = Files.writeString(folder.resolve("file"), "");
        Refusal.expect(() -> load("cifar100:" + file), 0, "file", "this is not a folder");
    }

    @Test
    void damageIsReadOrRefusedButNeverEscapes() throws IOException {
        byte[] good = records(4, 10);
        write10(folder);
        int[] refused = new int[1];
        for (int mutation = 0; mutation < MUTATIONS; mutation++) {
            byte[] bad = Damage.of(good, new CounterRandom(20261128, 3, mutation));
            Files.write(folder.resolve("test_batch.bin"), bad);
            int number = mutation;
            assertTimeoutPreemptively(
                    Duration.ofSeconds(10), () -> refused[0] += readOrRefuse(), () -> "mutation " + number);
        }
        assertTrue(refused[0] > MUTATIONS / 5, "only " + refused[0] + " were refused");
    }

    private int readOrRefuse() {
        try {
            assertTrue(DataSpec.parse("cifar10:" + folder)
                            .loadEvaluation(Progress.NONE, new Cancellation())
                            .count()
                    > 0);
            return 0;
        } catch (InvalidInput refusal) {
            assertTrue(refusal.where().contains("test_batch.bin"), refusal.toString());
            return 1;
        }
    }
}
