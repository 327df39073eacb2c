package hone.engine.format.llama2c;

import static hone.engine.format.llama2c.WrittenCheckpoint.GROUP;
import static hone.engine.format.llama2c.WrittenCheckpoint.IDS;
import static hone.engine.format.llama2c.WrittenCheckpoint.LAYERS;
import static hone.engine.format.llama2c.WrittenCheckpoint.SEED;
import static hone.engine.format.llama2c.WrittenCheckpoint.VOCABULARY;
import static hone.engine.format.llama2c.WrittenCheckpoint.WIDTH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.format.HostileFile;
import hone.engine.format.Logits;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.GptWeights;
import hone.engine.model.Model;
import hone.engine.random.CounterRandom;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints written here number by number as export.py writes them, against a forward pass in doubles. */
class Llama2cCheckpointTest {
    @TempDir
    Path folder;

    private final MemoryRegion region = new MemoryBudget(64L << 20).open(Category.WEIGHTS, "test weights");

    @AfterEach
    void giveBack() {
        region.close();
    }

    private static void load(Path path, MemoryRegion into) {
        Llama2cCheckpoint.load(path, into);
    }

    private Path save(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("model.bin"), bytes);
    }

    @ParameterizedTest
    @CsvSource({"4,true", "4,false", "2,true", "1,false"})
    void version0ComputesWhatItsWeightsSay(int kvHeads, boolean shared) throws IOException {
        WrittenCheckpoint written = WrittenCheckpoint.float32(kvHeads, shared);
        Path file = save(written.bytes());
        assertTrue(Llama2cCheckpoint.is(file));
        GptWeights loaded = Llama2cCheckpoint.load(file, region);
        Logits.assertSame(written.logits(), loaded, IDS, 2e-5);
    }

    @ParameterizedTest
    @CsvSource({"4,true", "2,false", "1,true"})
    void version2ComputesWhatItsBytesSay(int kvHeads, boolean shared) throws IOException {
        WrittenCheckpoint written = WrittenCheckpoint.int8(kvHeads, shared);
        Path file = save(written.bytes());
        assertTrue(Llama2cCheckpoint.is(file));
        GptWeights loaded = Llama2cCheckpoint.load(file, region);
        Logits.assertSame(written.logits(), loaded, IDS, 1e-4);
    }

    @Test
    void int8WeightsAreTheFilesBytes() throws IOException {
        byte[] bytes = WrittenCheckpoint.int8(4, false).bytes();
        Model loaded = Llama2cCheckpoint.load(save(bytes), region).whole();
        int table = 256 + (2 * LAYERS + 1) * WIDTH * Float.BYTES;
        int tableBytes = VOCABULARY * WIDTH + VOCABULARY * WIDTH / GROUP * Float.BYTES;
        byte[] q = loaded.weight("layers.0.attention.q.weight").segment().toArray(ValueLayout.JAVA_BYTE);
        assertEquals(
                -1, Arrays.mismatch(q, Arrays.copyOfRange(bytes, table + tableBytes, table + tableBytes + q.length)));
        byte[] output = loaded.weight("output.weight").segment().toArray(ValueLayout.JAVA_BYTE);
        int last = bytes.length - tableBytes;
        assertEquals(-1, Arrays.mismatch(output, Arrays.copyOfRange(bytes, last, last + output.length)));
    }

    private static byte[] changed(byte[] good, Consumer<ByteBuffer> change) {
        byte[] bad = good.clone();
        change.accept(ByteBuffer.wrap(bad).order(ByteOrder.LITTLE_ENDIAN));
        return bad;
    }

    private static Arguments bad(String name, byte[] good, int at, int value, String reason) {
        return Arguments.of(name, changed(good, bytes -> bytes.putInt(at, value)), reason);
    }

    static Stream<Arguments> badFiles() {
        byte[] zero = WrittenCheckpoint.float32(2, true).bytes();
        byte[] two = WrittenCheckpoint.int8(2, true).bytes();
        return Stream.of(
                Arguments.of("nothing", new byte[0], "0 bytes"),
                Arguments.of("half a header", Arrays.copyOf(zero, 27), "27 bytes"),
                Arguments.of("zeros", new byte[500], "claims 0 layers"),
                Arguments.of(
                        "a text",
                        "# a model card in Markdown, not a model\n".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        "claims"),
                Arguments.of("one byte short", Arrays.copyOf(zero, zero.length - 1), "promises"),
                Arguments.of("one byte long", Arrays.copyOf(zero, zero.length + 1), "promises"),
                bad("no layers", zero, 8, 0, "claims 0 layers"),
                bad("negative layers", zero, 8, -2, "claims -2 layers"),
                bad("more layers", zero, 8, 3, "promises"),
                bad("too many layers", zero, 8, Integer.MAX_VALUE, "claims 2147483647 layers"),
                bad("no width", zero, 0, 0, "claims 0 elements of width"),
                bad("odd width", zero, 0, 33, "33 elements for 4 heads"),
                bad("huge width", zero, 0, 1 << 24, "promises"),
                bad("too much width", zero, 0, 1 << 25, "claims 33554432 elements of width"),
                bad("negative width", zero, 0, Integer.MIN_VALUE, "elements of width"),
                bad("no hidden", zero, 4, 0, "claims 0 elements in the feed-forward"),
                bad("huge hidden", zero, 4, 1 << 24, "promises"),
                bad("no heads", zero, 12, 0, "claims 0 heads"),
                bad("heads that do not divide", zero, 12, 5, "5 heads"),
                bad("no kv heads", zero, 16, 0, "claims 0 heads of keys"),
                bad("kv heads that do not divide", zero, 16, 3, "3 for 4"),
                bad("more kv heads", zero, 16, 8, "8 for 4"),
                bad("no vocabulary", zero, 20, 0, "claims 0 tokens"),
                bad("own output without one", zero, 20, -VOCABULARY, "promises"),
                bad("smallest vocabulary", zero, 20, Integer.MIN_VALUE, "claims 2147483648 tokens"),
                bad("no positions", zero, 24, 0, "claims 0 positions"),
                bad("many positions", zero, 24, 1 << 20, "promises"),
                bad("too many positions", zero, 24, 1 + (1 << 20), "claims 1048577 positions"),
                bad("too many positions in version 2", two, 32, 1 + (1 << 20), "claims 1048577 positions"),
                bad("version 1", two, 4, 1, "version 1"),
                bad("version 3", two, 4, 3, "version 3"),
                Arguments.of("header cut", Arrays.copyOf(two, 255), "255 bytes"),
                Arguments.of("shared is 2", changed(two, bytes -> bytes.put(36, (byte) 2)), "is 2 instead"),
                Arguments.of("own output missing", changed(two, bytes -> bytes.put(36, (byte) 0)), "promises"),
                bad("groups of none", two, 37, 0, "groups of 0"),
                bad("negative groups", two, 37, -32, "groups of -32"),
                bad("small groups", two, 37, 16, "groups of 16"),
                bad("uneven groups", two, 37, 33, "groups of 33"),
                bad("groups across rows", two, 37, 64, "groups of 64"),
                bad("negative vocabulary in version 2", two, 28, -VOCABULARY, "claims -19 tokens"),
                Arguments.of("magic of the other order", changed(two, bytes -> bytes.putInt(0, 0x32346b61)), "width"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFiles")
    void aBadFileIsRefusedAndCostsLittle(String name, byte[] bytes, String reason) throws IOException {
        Path file = save(bytes);
        HostileFile.assertRefused(file, reason, into -> load(file, into));
        assertFalse(Llama2cCheckpoint.is(folder.resolve("none.bin")));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void damageOfAnySortIsReadOrRefused(boolean int8) throws IOException {
        byte[] good = (int8 ? WrittenCheckpoint.int8(2, true) : WrittenCheckpoint.float32(2, false)).bytes();
        System.out.println("seed " + SEED);
        for (int i = 0; i < 500; i++) {
            CounterRandom random = new CounterRandom(SEED, 99, i);
            byte[] damaged = good.clone();
            for (int hits = 0; hits <= random.nextInt(3); hits++) {
                damaged[random.nextInt(random.nextInt(3) == 0 ? damaged.length : 48)] = (byte) random.nextInt(256);
            }
            Path file = save(damaged);
            HostileFile.assertReadOrRefused(file, into -> load(file, into));
        }
        for (int length = 0; length < good.length; length += 64) {
            Path file = save(Arrays.copyOf(good, length));
            HostileFile.assertRefused(file, "", into -> load(file, into));
        }
    }
}
