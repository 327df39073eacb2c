package hone.engine.format.open;

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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Transformers as other programs save them, as small as they can be, with seeded weights. */
final class ForeignTransformers {
    private static final long SEED = 14;
    private static final int WIDTH = 8;
    private static final int HIDDEN = 12;
    private static final int CONTEXT = 24;

    /** A tokenizer.json of five tokens. */
    static final String TOKENIZER = """
            {"version":"1.0","added_tokens":[{"id":4,"content":"<|endoftext|>"}],"normalizer":null,
             "pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"use_regex":true},
             "model":{"type":"BPE","vocab":{"a":0,"b":1,"ab":2,"Ġ":3},"merges":["a b"]}}
            """;

    private ForeignTransformers() {}

    /** A llama2.c checkpoint, version 0. */
    static Path llama2c(Path file, int vocabulary) throws IOException {
        int floats = vocabulary * WIDTH + 3 * WIDTH + 4 * WIDTH * WIDTH + 3 * WIDTH * HIDDEN + CONTEXT * WIDTH / 2;
        ByteBuffer bytes = ByteBuffer.allocate(28 + 4 * floats).order(ByteOrder.LITTLE_ENDIAN);
        for (int size : new int[] {WIDTH, HIDDEN, 1, 2, 2, vocabulary, CONTEXT}) {
            bytes.putInt(size);
        }
        CounterRandom random = new CounterRandom(SEED, 1, 0);
        while (bytes.hasRemaining()) {
            bytes.putFloat((float) random.uniform(-0.5, 0.5));
        }
        return Files.write(file, bytes.array());
    }

    /** A tokenizer of llama2.c with its 259 fixed tokens and three more. */
    static Path llama2cTokenizer(Path file) throws IOException {
        List<String> pieces = new ArrayList<>(List.of("<unk>", "\n<s>\n", "\n</s>\n"));
        for (int b = 0; b < 256; b++) {
            pieces.add("<0x%02X>".formatted(b));
        }
        pieces.addAll(List.of(" ", "a", "b"));
        ByteBuffer bytes = ByteBuffer.allocate(16 * (1 + pieces.size()))
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(7);
        for (String piece : pieces) {
            byte[] utf8 = piece.getBytes(StandardCharsets.UTF_8);
            bytes.putFloat(0).putInt(utf8.length).put(utf8);
        }
        return Files.write(file, Arrays.copyOf(bytes.array(), bytes.position()));
    }

    /** A folder in the layout of Llama, with a tokenizer or without. */
    static Path huggingFace(Path folder, boolean tokenizer) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("config.json"), """
                {"model_type": "llama", "hidden_act": "silu", "hidden_size": 8, "intermediate_size": 12,
                 "max_position_embeddings": 24, "num_attention_heads": 2, "num_hidden_layers": 1,
                 "num_key_value_heads": 1, "rms_norm_eps": 0.001, "tie_word_embeddings": true, "vocab_size": 5}
                """);
        if (tokenizer) {
            Files.writeString(folder.resolve("tokenizer.json"), TOKENIZER);
        }
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
                    tensor.setFloat(i, (float) random.uniform(-0.5, 0.5));
                }
                tensors.put(name, tensor);
            });
            SafetensorsWriter.write(folder.resolve("model.safetensors"), new Safetensors(Map.of(), tensors));
        }
        return folder;
    }
}
