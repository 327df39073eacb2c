package hone.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.format.Safetensors;
import hone.engine.format.SafetensorsWriter;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.random.CounterRandom;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Models of other programs, as small as they can be, continue a text with the tokenizer that lies beside them. */
class GenerateFilesTest {
    private static final long SEED = 14;
    private static final int WIDTH = 8;
    private static final int HIDDEN = 12;
    private static final int CONTEXT = 24;

    @TempDir
    Path folder;

    private JsonNode generate(Path model, String... more) throws IOException {
        Path json = folder.resolve("g.json");
        List<String> words = new ArrayList<>(List.of("generate", model.toString(), "--prompt", "ab", "--warm-up", "0"));
        words.addAll(List.of("--tokens", "6", "--json", json.toString()));
        words.addAll(List.of(more));
        HoneRun run = HoneRun.of(words.toArray(String[]::new));
        assertEquals(0, run.code(), run.err());
        return JsonMapper.shared().readTree(Files.readString(json));
    }

    private static float number(CounterRandom random) {
        return (float) random.uniform(-0.5, 0.5);
    }

    private Path llama2c(int vocabulary) throws IOException {
        int floats = vocabulary * WIDTH + 3 * WIDTH + 4 * WIDTH * WIDTH + 3 * WIDTH * HIDDEN + CONTEXT * WIDTH / 2;
        ByteBuffer bytes = ByteBuffer.allocate(28 + 4 * floats).order(ByteOrder.LITTLE_ENDIAN);
        for (int size : new int[] {WIDTH, HIDDEN, 1, 2, 2, vocabulary, CONTEXT}) {
            bytes.putInt(size);
        }
        CounterRandom random = new CounterRandom(SEED, 1, 0);
        while (bytes.hasRemaining()) {
            bytes.putFloat(number(random));
        }
        return Files.write(folder.resolve("model.bin"), bytes.array());
    }

    private static byte[] llama2cTokenizer(List<String> words) {
        List<String> pieces = new ArrayList<>(List.of("<unk>", "\n<s>\n", "\n</s>\n"));
        for (int b = 0; b < 256; b++) {
            pieces.add("<0x%02X>".formatted(b));
        }
        pieces.addAll(words);
        ByteBuffer bytes = ByteBuffer.allocate(16 * (1 + pieces.size()))
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(7);
        for (String piece : pieces) {
            byte[] utf8 = piece.getBytes(StandardCharsets.UTF_8);
            bytes.putFloat(0).putInt(utf8.length).put(utf8);
        }
        return java.util.Arrays.copyOf(bytes.array(), bytes.position());
    }

    @Test
    void aLlama2cCheckpointWithItsTokenizer() throws IOException {
        Path model = llama2c(259 + 3);
        HoneRun without = HoneRun.of("generate", model.toString());
        assertEquals(2, without.code());
        assertTrue(without.err().contains("tokenizer.bin"), without.err());
        Path named = Files.write(folder.resolve("other.bin"), llama2cTokenizer(List.of(" ", "a", "b")));
        JsonNode chosen = generate(model, "--tokenizer", named.toString(), "--enable", "kvcache");
        Files.copy(named, folder.resolve("tokenizer.bin"));
        JsonNode beside = generate(model);
        assertEquals(4, beside.get("promptTokens").intValue(), "the begin, the blank before a text, and two letters");
        assertTrue(beside.get("text").stringValue().startsWith("ab"), beside.toString());
        assertEquals(chosen.get("text").stringValue(), beside.get("text").stringValue());
    }

    @Test
    void aHuggingFaceFolderWithItsTokenizer() throws IOException {
        Path model = Files.createDirectory(folder.resolve("model"));
        Files.writeString(model.resolve("config.json"), """
                {"model_type": "llama", "hidden_act": "silu", "hidden_size": 8, "intermediate_size": 12,
                 "max_position_embeddings": 24, "num_attention_heads": 2, "num_hidden_layers": 1,
                 "num_key_value_heads": 1, "rms_norm_eps": 0.001, "tie_word_embeddings": true, "vocab_size": 5}
                """);
        Files.writeString(model.resolve("tokenizer.json"), """
                {"version":"1.0","added_tokens":[{"id":4,"content":"<|endoftext|>"}],"normalizer":null,
                 "pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"use_regex":true},
                 "model":{"type":"BPE","vocab":{"a":0,"b":1,"ab":2,"Ġ":3},"merges":["a b"]}}
                """);
        Map<String, long[]> sizes = new LinkedHashMap<>();
        sizes.put("model.embed_tokens.weight", new long[] {5, 8});
        sizes.put("model.norm.weight", new long[] {8});
        String layer = "model.layers.0.";
        sizes.put(layer + "input_layernorm.weight", new long[] {8});
        sizes.put(layer + "post_attention_layernorm.weight", new long[] {8});
        sizes.put(layer + "self_attn.q_proj.weight", new long[] {8, 8});
        sizes.put(layer + "self_attn.k_proj.weight", new long[] {4, 8});
        sizes.put(layer + "self_attn.v_proj.weight", new long[] {4, 8});
        sizes.put(layer + "self_attn.o_proj.weight", new long[] {8, 8});
        sizes.put(layer + "mlp.gate_proj.weight", new long[] {12, 8});
        sizes.put(layer + "mlp.up_proj.weight", new long[] {12, 8});
        sizes.put(layer + "mlp.down_proj.weight", new long[] {8, 12});
        try (MemoryRegion region = new MemoryBudget(1L << 20).open(Category.WEIGHTS, "test")) {
            LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
            sizes.forEach((name, shape) -> {
                Tensor tensor = region.tensor(DType.F32, Shape.of(shape));
                CounterRandom random = new CounterRandom(SEED, 2, tensors.size());
                for (long i = 0; i < tensor.shape().elements(); i++) {
                    tensor.setFloat(i, number(random));
                }
                tensors.put(name, tensor);
            });
            SafetensorsWriter.write(model.resolve("model.safetensors"), new Safetensors(Map.of(), tensors));
        }
        JsonNode whole = generate(model);
        assertEquals(1, whole.get("promptTokens").intValue());
        assertTrue(whole.get("text").stringValue().matches("ab[ab ]*"), whole.toString());
        JsonNode kept = generate(model, "--enable", "kvcache,simd");
        assertEquals(whole.get("text").stringValue(), kept.get("text").stringValue());
    }
}
