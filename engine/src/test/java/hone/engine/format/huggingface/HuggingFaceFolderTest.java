package hone.engine.format.huggingface;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.format.DoubleTransformer;
import hone.engine.format.HostileFile;
import hone.engine.format.Logits;
import hone.engine.format.Safetensors;
import hone.engine.format.SafetensorsWriter;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.GptWeights;
import hone.engine.random.CounterRandom;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Small folders in exactly the layouts and names of the hub, made here, against a forward pass in doubles. */
class HuggingFaceFolderTest {
    private static final long SEED = 23;
    private static final int LAYERS = 2;
    private static final int WIDTH = 24;
    private static final int HEADS = 3;
    private static final int HIDDEN = 40;
    private static final int VOCABULARY = 31;
    private static final int CONTEXT = 12;
    private static final int[] IDS = {7, 0, 30, 7, 7, 12, 3, 29, 1, 5, 6, 11};

    static final String GPT2 = """
            {"activation_function": "gelu_new", "architectures": ["GPT2LMHeadModel"], "attn_pdrop": 0.1,
             "bos_token_id": 30, "embd_pdrop": 0.1, "eos_token_id": 30, "initializer_range": 0.02,
             "layer_norm_epsilon": 1e-05, "model_type": "gpt2", "n_ctx": 12, "n_embd": 24, "n_head": 3, "n_layer": 2,
             "n_inner": null, "n_positions": 12, "resid_pdrop": 0.1, "summary_activation": null,
             "summary_first_dropout": 0.1, "summary_proj_to_labels": true, "summary_type": "cls_index",
             "summary_use_proj": true, "task_specific_params": {"text-generation": {"do_sample": true}},
             "vocab_size": 31}""";
    static final String LLAMA = """
            {"architectures": ["LlamaForCausalLM"], "attention_bias": false, "attention_dropout": 0.0,
             "bos_token_id": 1, "eos_token_id": 2, "hidden_act": "silu", "hidden_size": 24, "initializer_range": 0.02,
             "intermediate_size": 40, "max_position_embeddings": 12, "mlp_bias": false, "model_type": "llama",
             "num_attention_heads": 3, "num_hidden_layers": 2, "num_key_value_heads": 3, "pretraining_tp": 1,
             "rms_norm_eps": 0.001, "rope_scaling": null, "rope_theta": 500.0, "tie_word_embeddings": false,
             "torch_dtype": "float32", "transformers_version": "4.44.0", "use_cache": true, "vocab_size": 31}""";

    @TempDir
    Path folder;

    private final MemoryBudget budget = new MemoryBudget(64L << 20);
    private final MemoryRegion region = budget.open(Category.DATA, "test data");
    private final LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
    private final Map<String, float[]> values = new HashMap<>();
    private Path model = Path.of("");

    @BeforeEach
    void makeFolder() throws IOException {
        model = Files.createDirectory(folder.resolve("model"));
    }

    @AfterEach
    void giveBack() {
        region.close();
    }

    private static void load(Path path, MemoryRegion into) {
        HuggingFaceFolder.load(path, into);
    }

    /** Normal numbers by seed, rounded to the type. */
    private void tensor(String prefix, DType dtype, String name, long... sizes) {
        Tensor tensor = region.tensor(dtype, Shape.of(sizes));
        float[] read = new float[(int) tensor.shape().elements()];
        CounterRandom random = new CounterRandom(SEED, tensors.size(), 0);
        for (int i = 0; i < read.length; i++) {
            float value = (float) (random.nextGaussian() / Math.sqrt((double) sizes[sizes.length - 1]))
                    + (sizes.length - 2) * -0.2F;
            switch (dtype) {
                case F16 -> {
                    tensor.segment().setAtIndex(ValueLayout.JAVA_SHORT, i, Float.floatToFloat16(value));
                    value = Float.float16ToFloat(Float.floatToFloat16(value));
                }
                case BF16 -> {
                    int bits = Float.floatToRawIntBits(value) >> 16;
                    tensor.segment().setAtIndex(ValueLayout.JAVA_SHORT, i, (short) bits);
                    value = Float.intBitsToFloat(bits << 16);
                }
                default -> tensor.setFloat(i, value);
            }
            read[i] = value;
        }
        tensors.put(prefix + name, tensor);
        values.put(name, read);
    }

    private void gpt2(String prefix, DType dtype, int hidden) {
        tensor(prefix, dtype, "wte.weight", VOCABULARY, WIDTH);
        tensor(prefix, dtype, "wpe.weight", CONTEXT, WIDTH);
        for (int layer = 0; layer < LAYERS; layer++) {
            String name = "h." + layer + ".";
            for (String norm : List.of("ln_1", "ln_2")) {
                tensor(prefix, dtype, name + norm + ".weight", WIDTH);
                tensor(prefix, dtype, name + norm + ".bias", WIDTH);
            }
            tensor(prefix, dtype, name + "attn.c_attn.weight", WIDTH, 3 * WIDTH);
            tensor(prefix, dtype, name + "attn.c_attn.bias", 3 * WIDTH);
            tensor(prefix, dtype, name + "attn.c_proj.weight", WIDTH, WIDTH);
            tensor(prefix, dtype, name + "attn.c_proj.bias", WIDTH);
            tensor(prefix, dtype, name + "mlp.c_fc.weight", WIDTH, hidden);
            tensor(prefix, dtype, name + "mlp.c_fc.bias", hidden);
            tensor(prefix, dtype, name + "mlp.c_proj.weight", hidden, WIDTH);
            tensor(prefix, dtype, name + "mlp.c_proj.bias", WIDTH);
            tensors.put(prefix + name + "attn.bias", region.tensor(DType.F32, Shape.of(1, 1, CONTEXT, CONTEXT)));
        }
        tensor(prefix, dtype, "ln_f.weight", WIDTH);
        tensor(prefix, dtype, "ln_f.bias", WIDTH);
        values.put("lm_head.weight", values.get("wte.weight"));
    }

    private void llama(DType dtype, int kvHeads, boolean tied) {
        long kvWidth = (long) kvHeads * WIDTH / HEADS;
        tensor("", dtype, "model.embed_tokens.weight", VOCABULARY, WIDTH);
        for (int layer = 0; layer < LAYERS; layer++) {
            String name = "model.layers." + layer + ".";
            tensor("", dtype, name + "input_layernorm.weight", WIDTH);
            tensor("", dtype, name + "self_attn.q_proj.weight", WIDTH, WIDTH);
            tensor("", dtype, name + "self_attn.k_proj.weight", kvWidth, WIDTH);
            tensor("", dtype, name + "self_attn.v_proj.weight", kvWidth, WIDTH);
            tensor("", dtype, name + "self_attn.o_proj.weight", WIDTH, WIDTH);
            tensor("", dtype, name + "post_attention_layernorm.weight", WIDTH);
            tensor("", dtype, name + "mlp.gate_proj.weight", HIDDEN, WIDTH);
            tensor("", dtype, name + "mlp.up_proj.weight", HIDDEN, WIDTH);
            tensor("", dtype, name + "mlp.down_proj.weight", WIDTH, HIDDEN);
        }
        tensor("", dtype, "model.norm.weight", WIDTH);
        if (tied) {
            values.put("lm_head.weight", values.get("model.embed_tokens.weight"));
        } else {
            tensor("", dtype, "lm_head.weight", VOCABULARY, WIDTH);
        }
    }

    private void config(String text) throws IOException {
        Files.writeString(model.resolve("config.json"), text);
    }

    private void save(String file, String... names) {
        LinkedHashMap<String, Tensor> chosen = new LinkedHashMap<>();
        for (String name : names.length == 0 ? tensors.keySet().toArray(String[]::new) : names) {
            chosen.put(name, tensors.get(name));
        }
        SafetensorsWriter.write(model.resolve(file), new Safetensors(Map.of("format", "pt"), chosen));
    }

    private DoubleTransformer oracle(int kvHeads, int hidden, double epsilon) {
        return new DoubleTransformer(LAYERS, HEADS, kvHeads, WIDTH, hidden, VOCABULARY, epsilon, values::get);
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "BF16"})
    void gpt2ComputesWhatItsWeightsSay(DType dtype) throws IOException {
        gpt2("", dtype, 4 * WIDTH);
        config(GPT2);
        save("model.safetensors");
        GptWeights loaded = HuggingFaceFolder.load(model, region);
        Logits.assertSame(oracle(HEADS, 4 * WIDTH, 1e-5).gpt2(IDS, true), loaded, IDS, 2e-5);
    }

    @Test
    void gpt2OfOtherSizesWithTheExactGeluComputesWhatItsWeightsSay() throws IOException {
        gpt2("transformer.", DType.F32, HIDDEN);
        tensor("", DType.F32, "lm_head.weight", VOCABULARY, WIDTH);
        config(GPT2.replace("gelu_new", "gelu")
                .replace("1e-05", "0.25")
                .replace("\"n_inner\": null", "\"n_inner\": 40, \"tie_word_embeddings\": false"));
        save("model.safetensors");
        GptWeights loaded = HuggingFaceFolder.load(model, region);
        Logits.assertSame(oracle(HEADS, HIDDEN, 0.25).gpt2(IDS, false), loaded, IDS, 2e-5);
    }

    @ParameterizedTest
    @CsvSource({"F32,3,false", "F32,1,true", "F16,1,false", "BF16,3,true"})
    void llamaComputesWhatItsWeightsSay(DType dtype, int kvHeads, boolean tied) throws IOException {
        llama(dtype, kvHeads, tied);
        config(LLAMA.replace("\"num_key_value_heads\": 3", "\"num_key_value_heads\": " + kvHeads)
                .replace("\"tie_word_embeddings\": false", "\"tie_word_embeddings\": " + tied));
        save("model.safetensors");
        GptWeights loaded = HuggingFaceFolder.load(model, region);
        Logits.assertSame(oracle(kvHeads, HIDDEN, 1e-3).llama(IDS, 500, true), loaded, IDS, 2e-5);
    }

    @Test
    void theRotationsBaseMayStandInAnObject() throws IOException {
        llama(DType.F32, HEADS, false);
        config(LLAMA.replace(
                "\"rope_theta\": 500.0", "\"rope_parameters\": {\"rope_type\": \"default\", \"rope_theta\": 500.0}"));
        save("model.safetensors");
        assertEquals(500, HuggingFaceFolder.load(model, region).form().rotaryBase());
    }

    @Test
    void shardsAreReadAsTheirIndexSays() throws IOException {
        llama(DType.F32, HEADS, false);
        sharded();
        GptWeights loaded = HuggingFaceFolder.load(model, region);
        Logits.assertSame(oracle(HEADS, HIDDEN, 1e-3).llama(IDS, 500, true), loaded, IDS, 2e-5);
    }

    private void sharded() throws IOException {
        config(LLAMA);
        List<String> names = List.copyOf(tensors.keySet());
        StringBuilder index = new StringBuilder("{\"metadata\": {\"total_size\": 1}, \"weight_map\": {");
        for (int part = 0; part < 2; part++) {
            String file = "model-0000" + (part + 1) + "-of-00002.safetensors";
            List<String> some = names.subList(part * names.size() / 2, (part + 1) * names.size() / 2);
            save(file, some.toArray(String[]::new));
            for (String name : some) {
                index.append(index.charAt(index.length() - 1) == '{' ? "" : ", ")
                        .append('"' + name + "\": \"" + file + '"');
            }
        }
        Files.writeString(model.resolve("model.safetensors.index.json"), index + "}}");
    }

    static Stream<Arguments> badConfigs() {
        return Stream.of(
                bad(GPT2, "\"gelu_new\"", "\"relu\"", "activation_function is \"relu\""),
                bad(GPT2, "\"n_ctx\"", "\"n_expert\"", "n_expert is 12"),
                bad(GPT2, "\"n_embd\": 24", "\"n_embd\": 0", "n_embd is 0"),
                bad(GPT2, "\"n_embd\": 24", "\"n_embd\": 2147483647", "config.json"),
                bad(GPT2, "\"n_embd\": 24", "\"n_embd\": 24.0", "n_embd is 24.0"),
                bad(GPT2, "\"n_embd\": 24,", "", "n_embd is missing"),
                bad(GPT2, "\"n_layer\": 2", "\"n_layer\": 2000000000", "2000000000 layers"),
                bad(GPT2, "\"n_layer\": 2", "\"n_layer\": 3", "lacks the tensor h.2"),
                bad(GPT2, "\"n_layer\": 2", "\"n_layer\": 1", "has the tensor h.1"),
                bad(GPT2, "\"n_head\": 3", "\"n_head\": 5", "24 elements for 5 heads"),
                bad(GPT2, "\"vocab_size\": 31", "\"vocab_size\": 32", "wte.weight is F32[31×24]"),
                bad(GPT2, "\"n_positions\": 12", "\"n_positions\": 2147483647", "wpe.weight is F32[12×24]"),
                bad(
                        GPT2,
                        "\"bos_token_id\"",
                        "\"scale_attn_by_inverse_layer_idx\": true, \"bos_token_id\"",
                        "idx is true"),
                bad(GPT2, "\"bos_token_id\"", "\"scale_attn_weights\": false, \"bos_token_id\"", "weights is false"),
                bad(
                        GPT2,
                        "\"bos_token_id\"",
                        "\"add_cross_attention\": 1, \"bos_token_id\"",
                        "add_cross_attention is 1"),
                bad(GPT2, "\"gpt2\"", "\"mistral\"", "model_type is \"mistral\""),
                bad(GPT2, "\"gpt2\"", "{}", "model_type is {}"),
                bad(GPT2, "\"gpt2\"", "\"llama\"", "num_attention_heads is missing"),
                bad(GPT2, "1e-05", "-1", "-1.0"),
                bad(GPT2, "1e-05", "1e999", "config.json"),
                bad(GPT2, "1e-05", "\"small\"", "layer_norm_epsilon is \"small\""),
                bad(GPT2, "\"vocab_size\"", "\"n_layer\"", "uplicate"),
                bad(GPT2, "{\"activation", "[\"activation", "not valid JSON"),
                bad(GPT2, "{\"activation", "{{\"activation", "not valid JSON"),
                bad(GPT2, "0.1", "[".repeat(5_000), "not valid JSON"),
                bad(GPT2, "0.1", "\"" + "x".repeat(300_000) + "\"", "more than 262144"),
                bad(LLAMA, "\"silu\"", "\"gelu\"", "hidden_act is \"gelu\""),
                bad(LLAMA, "\"rope_scaling\": null", "\"rope_scaling\": {\"factor\": 8}", "rope_scaling is {"),
                bad(
                        LLAMA,
                        "\"rope_theta\": 500.0",
                        "\"rope_parameters\": {\"rope_type\": \"yarn\"}",
                        "rope_type is \"yarn\""),
                bad(LLAMA, "\"rope_theta\": 500.0", "\"rope_parameters\": {\"low\": 1}", "low is 1"),
                bad(LLAMA, "\"rope_theta\": 500.0", "\"rope_theta\": 0", "base of the rotation"),
                bad(LLAMA, "\"attention_bias\": false", "\"attention_bias\": true", "attention_bias is true"),
                bad(LLAMA, "\"mlp_bias\": false", "\"mlp_bias\": true", "mlp_bias is true"),
                bad(LLAMA, "\"mlp_bias\": false", "\"head_dim\": 16", "head_dim is 16"),
                bad(LLAMA, "\"num_key_value_heads\": 3", "\"num_key_value_heads\": 2", "2 for 3"),
                bad(LLAMA, "\"num_key_value_heads\": 3", "\"num_key_value_heads\": 1", "k_proj.weight is F32[24×24]"),
                bad(LLAMA, "\"use_cache\": true", "\"sliding_window\": 4096", "sliding_window is 4096"),
                bad(
                        LLAMA,
                        "\"tie_word_embeddings\": false",
                        "\"tie_word_embeddings\": \"no\"",
                        "tie_word_embeddings is"));
    }

    private static Arguments bad(String config, String text, String instead, String reason) {
        return Arguments.of(
                config.replaceFirst(Pattern.quote(text), Matcher.quoteReplacement(instead)), config, reason);
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("badConfigs")
    void whatAConfigSaysThatIsNotKnownIsRefusedByName(String config, String good, String reason) throws IOException {
        assertTrue(!config.equals(good), "the test changes nothing");
        if (good.equals(GPT2)) {
            gpt2("", DType.F32, 4 * WIDTH);
        } else {
            llama(DType.F32, HEADS, false);
        }
        save("model.safetensors");
        config(config);
        HostileFile.assertRefused(model, reason, into -> load(model, into));
    }

    static Stream<Arguments> badIndexes() {
        String[][] all = {
            {"\"model-00001", "\"../model-00001", "not in a file of this folder"},
            {"\"model-00001", "\"/etc/model-00001", "not in a file of this folder"},
            {"\"model-00001", "\"C:\\\\model-00001", "not in a file of this folder"},
            {"\"model-00001", "\"https://example.org/model-00001", "not in a file of this folder"},
            {"\"model-00001-of-00002.safetensors\"", "\"config.json\"", "not in a file of this folder"},
            {"\"model-00001-of-00002.safetensors\"", "\"\"", "not in a file of this folder"},
            {"\"model-00001-of-00002.safetensors\"", "7", "not in a file of this folder"},
            {"\"model-00001-of-00002.safetensors\"", "\"model-00009-of-00002.safetensors\"", "there is none"},
            {"\"model-00001-of-00002.safetensors\"", "\"model-00002-of-00002.safetensors\"", "is not in"},
            {"\"model.embed_tokens.weight\"", "\"model.embed.weight\"", "is not in"},
            {"\"lm_head.weight\": ", "\"model.norm.weight\": ", "uplicate"},
            {"\"weight_map\"", "\"weights\"", "unknown key weights"},
            {"\"weight_map\": {", "\"weight_map\": {}, \"weight_map\": {", "uplicate"},
            {"\"weight_map\": {", "\"weight_map\": [{", "not an object"},
            {"{\"metadata\"", "[{\"metadata\"", "not a JSON object"},
            {"}}", "}} {}", "follows the end"},
            {"}}", "}", "not valid JSON"},
            {"{\"total_size\": 1}", "[".repeat(10_000), "not valid JSON"},
        };
        return Arrays.stream(all).map(change -> Arguments.of((Object[]) change));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("badIndexes")
    void anIndexThatIsWrongIsRefused(String text, String instead, String reason) throws IOException {
        llama(DType.F32, HEADS, false);
        sharded();
        Path index = model.resolve("model.safetensors.index.json");
        String good = Files.readString(index);
        String bad = good.replaceFirst(Pattern.quote(text), Matcher.quoteReplacement(instead));
        assertTrue(!bad.equals(good), "the test changes nothing");
        Files.writeString(index, bad);
        HostileFile.assertRefused(model, reason, into -> load(model, into));
    }

    @Test
    void tensorsThatAreWrongOrTooManyAreRefused() throws IOException {
        llama(DType.F32, HEADS, false);
        config(LLAMA);
        HostileFile.assertRefused(model, "no model.safetensors", into -> load(model, into));
        tensors.put("model.layers.0.self_attn.rotary_emb.inv_freq", region.tensor(DType.F32, Shape.of(4)));
        save("model.safetensors");
        HuggingFaceFolder.load(model, region);
        tensors.put("model.layers.0.self_attn.q_proj.bias", region.tensor(DType.F32, Shape.of(WIDTH)));
        save("model.safetensors");
        HostileFile.assertRefused(model, "q_proj.bias", into -> load(model, into));
        tensors.remove("model.layers.0.self_attn.q_proj.bias");
        tensors.put("lm_head.weight", region.tensor(DType.I8, Shape.of(VOCABULARY, WIDTH)));
        save("model.safetensors");
        HostileFile.assertRefused(model, "lm_head.weight is I8", into -> load(model, into));
        Files.delete(model.resolve("config.json"));
        HostileFile.assertRefused(model, "config.json", into -> load(model, into));
    }

    @Test
    void damageOfAnySortIsReadOrRefused() throws IOException {
        llama(DType.F32, HEADS, false);
        sharded();
        System.out.println("seed " + SEED);
        List<Path> files = List.of(
                model.resolve("config.json"),
                model.resolve("model.safetensors.index.json"),
                model.resolve("model-00001-of-00002.safetensors"));
        for (int i = 0; i < 600; i++) {
            CounterRandom random = new CounterRandom(SEED, 99, i);
            Path file = files.get(random.nextInt(files.size()));
            byte[] good = Files.readAllBytes(file);
            byte[] damaged = random.nextInt(6) == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
            byte[] likely = "0123456789{}[]\",:.-\\etrfn\0\u00ff".getBytes(StandardCharsets.ISO_8859_1);
            for (int hits = 0; hits <= random.nextInt(3) && damaged.length > 0; hits++) {
                int at = random.nextInt(Math.min(damaged.length, 3_000));
                damaged[at] = likely[random.nextInt(likely.length)];
            }
            Files.write(file, damaged);
            HostileFile.assertReadOrRefused(model, into -> load(model, into));
            Files.write(file, good);
        }
        for (Path file : files) {
            byte[] good = Files.readAllBytes(file);
            for (int length = 0; length < good.length - 1; length += 64) {
                Files.write(file, Arrays.copyOf(good, length));
                HostileFile.assertRefused(model, "", into -> load(model, into));
            }
            Files.write(file, good);
        }
    }
}
