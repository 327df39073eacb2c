package hone.profiler.bench.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import hone.engine.format.llama2c.Llama2cCheckpoint;
import hone.engine.format.llama2c.Llama2cTokenizer;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.GptDimensions;
import hone.engine.model.Model;
import hone.engine.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files are read back here as the C programs read them: pointers that move on through one block of memory. */
class Llama2cFilesTest {
    private static final int LAYERS = 2;
    private static final int WIDTH = 64;
    private static final int KV = 32;
    private static final int HIDDEN = 96;
    private static final int VOCABULARY = 20;
    private static final int CONTEXT = 10;
    private static final int GROUP = 32;
    private static final GptDimensions SMALL = new GptDimensions(LAYERS, 4, 2, WIDTH, HIDDEN, VOCABULARY, CONTEXT);

    @TempDir
    private Path folder = Path.of("");

    private final MemoryRegion region = new MemoryBudget(1 << 26).open(Category.WEIGHTS, "test");
    private final Model model = RandomWeights.of(SMALL, region);

    @AfterEach
    void giveBack() {
        region.close();
    }

    private static ByteBuffer read(Path file) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void assertHeader(ByteBuffer in) {
        for (int expected : new int[] {WIDTH, HIDDEN, LAYERS, 4, 2, VOCABULARY, CONTEXT}) {
            assertEquals(expected, in.getInt());
        }
    }

    private void assertFloats(ByteBuffer in, String name, int elements) {
        Tensor weight = model.weight(name);
        assertEquals(elements, weight.shape().elements(), name);
        for (int i = 0; i < elements; i++) {
            assertEquals(weight.getFloat(i), in.getFloat(), name + " element " + i);
        }
    }

    private void assertLayers(ByteBuffer in, String name, int elements) {
        for (int layer = 0; layer < LAYERS; layer++) {
            assertFloats(in, "layers." + layer + "." + name + ".weight", elements);
        }
    }

    @Test
    void float32IsWhatRunReads() throws IOException {
        Path file = folder.resolve("model.bin");
        Llama2cFiles.float32(file, SMALL, model);
        ByteBuffer in = read(file);
        assertHeader(in);
        assertFloats(in, "embedding.weight", VOCABULARY * WIDTH);
        assertLayers(in, "attention.norm", WIDTH); // rms_att_weight
        assertLayers(in, "attention.q", WIDTH * WIDTH); // wq
        assertLayers(in, "attention.k", KV * WIDTH); // wk
        assertLayers(in, "attention.v", KV * WIDTH); // wv
        assertLayers(in, "attention.out", WIDTH * WIDTH); // wo
        assertLayers(in, "feedForward.norm", WIDTH); // rms_ffn_weight
        assertLayers(in, "feedForward.gate", HIDDEN * WIDTH); // w1
        assertLayers(in, "feedForward.down", WIDTH * HIDDEN); // w2
        assertLayers(in, "feedForward.up", HIDDEN * WIDTH); // w3
        assertFloats(in, "norm.weight", WIDTH);
        int pairs = WIDTH / 4 / 2;
        for (int position = 0; position < CONTEXT; position++) {
            for (int pair = 0; pair < pairs; pair++) {
                int at = in.position() + (position * pairs + pair) * Float.BYTES;
                double angle = position / Math.pow(10_000, pair / (double) pairs);
                assertEquals(Math.cos(angle), in.getFloat(at), 1e-6);
                assertEquals(Math.sin(angle), in.getFloat(at + CONTEXT * pairs * Float.BYTES), 1e-6);
            }
        }
        assertEquals(2 * CONTEXT * pairs * Float.BYTES, in.remaining());
    }

    @Test
    void int8IsWhatRunqReads() throws IOException {
        Path file = folder.resolve("model-int8.bin");
        Model stored = DecodeType.INT8.stored(model, GROUP, region);
        Llama2cFiles.int8(file, SMALL, stored, GROUP);
        ByteBuffer in = read(file);
        assertEquals(0x616b3432, in.getInt());
        assertEquals(2, in.getInt());
        assertHeader(in);
        assertEquals(1, in.get());
        assertEquals(GROUP, in.getInt());
        in.position(256);
        assertLayers(in, "attention.norm", WIDTH);
        assertLayers(in, "feedForward.norm", WIDTH);
        assertFloats(in, "norm.weight", WIDTH);
        assertGroups(in, "embedding.weight", VOCABULARY * WIDTH);
        assertGroupsOfLayers(in, "attention.q", WIDTH * WIDTH);
        assertGroupsOfLayers(in, "attention.k", KV * WIDTH);
        assertGroupsOfLayers(in, "attention.v", KV * WIDTH);
        assertGroupsOfLayers(in, "attention.out", WIDTH * WIDTH);
        assertGroupsOfLayers(in, "feedForward.gate", HIDDEN * WIDTH);
        assertGroupsOfLayers(in, "feedForward.down", WIDTH * HIDDEN);
        assertGroupsOfLayers(in, "feedForward.up", HIDDEN * WIDTH);
        assertFalse(in.hasRemaining(), in.remaining() + " bytes too many");
    }

    private void assertGroupsOfLayers(ByteBuffer in, String name, int elements) {
        for (int layer = 0; layer < LAYERS; layer++) {
            assertGroups(in, "layers." + layer + "." + name + ".weight", elements);
        }
    }

    /** Bytes, then a scale for each group of them; no weight is off by more than half a scale. */
    private void assertGroups(ByteBuffer in, String name, int elements) {
        Tensor weight = model.weight(name);
        int scales = in.position() + elements;
        for (int i = 0; i < elements; i++) {
            float scale = in.getFloat(scales + i / GROUP * Float.BYTES);
            assertEquals(weight.getFloat(i), in.get() * scale, 0.501 * scale, name + " element " + i);
        }
        in.position(scales + elements / GROUP * Float.BYTES);
    }

    /** What is written for the C programs is what the engine reads back. */
    @Test
    void theEnginesReaderReadsBothVersionsBack() throws IOException {
        Path file = folder.resolve("model.bin");
        Llama2cFiles.float32(file, SMALL, model);
        assertSame(model, Llama2cCheckpoint.load(file, region).whole());
        Model stored = DecodeType.INT8.stored(model, GROUP, region);
        Llama2cFiles.int8(folder.resolve("model-int8.bin"), SMALL, stored, GROUP);
        Model read =
                Llama2cCheckpoint.load(folder.resolve("model-int8.bin"), region).whole();
        Tensor output = read.weight("output.weight");
        Tensor scales = read.weight("output.weight.scale");
        Tensor table = read.weight("embedding.weight");
        for (int i = 0; i < VOCABULARY * WIDTH; i++) {
            float expected = output.segment().get(ValueLayout.JAVA_BYTE, i) * scales.getFloat(i / GROUP);
            assertEquals(expected, table.getFloat(i), "the table is what the output's bytes stand for");
        }
        Map<String, Tensor> withTable = new HashMap<>(stored.weights());
        withTable.put("embedding.weight", table);
        assertSame(new Model("test", stored.graph(), withTable), read);
        Llama2cFiles.tokenizer(folder.resolve("tokenizer.bin"), VOCABULARY);
        Llama2cTokenizer tokenizer = Llama2cTokenizer.read(folder.resolve("tokenizer.bin"), VOCABULARY);
        assertEquals("5,17,", tokenizer.decode(new int[] {1, 5, 17}));
    }

    private static void assertSame(Model expected, Model actual) {
        assertEquals(expected.weights().keySet(), actual.weights().keySet());
        expected.weights().forEach((name, tensor) -> {
            Tensor other = actual.weight(name);
            assertEquals(tensor.type(), other.type(), name);
            assertEquals(-1, tensor.segment().mismatch(other.segment()), name);
        });
    }

    @Test
    void theTokenizerSpellsNumbers() throws IOException {
        Path file = folder.resolve("tokenizer.bin");
        Llama2cFiles.tokenizer(file, VOCABULARY);
        ByteBuffer in = read(file);
        assertEquals(3, in.getInt(), "the longest: \"19,\"");
        for (int token = 0; token < VOCABULARY; token++) {
            in.getFloat();
            byte[] piece = new byte[in.getInt()];
            in.get(piece);
            assertEquals(token + ",", new String(piece, StandardCharsets.US_ASCII));
        }
        assertFalse(in.hasRemaining());
    }
}
