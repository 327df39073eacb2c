package hone.engine.format.huggingface;

import static hone.engine.format.huggingface.FolderLayouts.CONFIG;
import static hone.engine.format.huggingface.FolderLayouts.GPT2;
import static hone.engine.format.huggingface.FolderLayouts.HEADS;
import static hone.engine.format.huggingface.FolderLayouts.INDEX;
import static hone.engine.format.huggingface.FolderLayouts.LLAMA;
import static hone.engine.format.huggingface.FolderLayouts.VOCABULARY;
import static hone.engine.format.huggingface.FolderLayouts.WHOLE;
import static hone.engine.format.huggingface.FolderLayouts.WIDTH;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.format.HostileFile;
import hone.engine.memory.MemoryRegion;
import hone.engine.random.CounterRandom;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Folders of the hub that are wrong or not known here: configs, indexes, tensors and damage. */
class HuggingFaceRefusalTest {
    @TempDir
    Path folder;

    private WrittenFolder model = new WrittenFolder(Path.of(""));

    @BeforeEach
    void makeFolder() throws IOException {
        model = new WrittenFolder(Files.createDirectory(folder.resolve("model")));
    }

    @AfterEach
    void giveBack() {
        model.close();
    }

    private static void load(Path path, MemoryRegion into) {
        HuggingFaceFolder.load(path, into);
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
                bad(LLAMA, "embeddings\": 12", "embeddings\": 1048577", "max_position_embeddings is 1048577"),
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
            model.gpt2("", DType.F32, 4 * WIDTH);
        } else {
            model.llama(DType.F32, HEADS, false);
        }
        model.save(WHOLE);
        model.config(config);
        HostileFile.assertRefused(model.path(), reason, into -> load(model.path(), into));
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
        model.llama(DType.F32, HEADS, false);
        model.sharded();
        Path index = model.path().resolve(INDEX);
        String good = Files.readString(index);
        String bad = good.replaceFirst(Pattern.quote(text), Matcher.quoteReplacement(instead));
        assertTrue(!bad.equals(good), "the test changes nothing");
        Files.writeString(index, bad);
        HostileFile.assertRefused(model.path(), reason, into -> load(model.path(), into));
    }

    @Test
    void tensorsThatAreWrongOrTooManyAreRefused() throws IOException {
        model.llama(DType.F32, HEADS, false);
        model.config(LLAMA);
        HostileFile.assertRefused(model.path(), "no model.safetensors", into -> load(model.path(), into));
        model.tensors()
                .put(
                        "model.layers.0.self_attn.rotary_emb.inv_freq",
                        model.region().tensor(DType.F32, Shape.of(4)));
        model.save(WHOLE);
        HuggingFaceFolder.load(model.path(), model.region());
        model.tensors()
                .put("model.layers.0.self_attn.q_proj.bias", model.region().tensor(DType.F32, Shape.of(WIDTH)));
        model.save(WHOLE);
        HostileFile.assertRefused(model.path(), "q_proj.bias", into -> load(model.path(), into));
        model.tensors().remove("model.layers.0.self_attn.q_proj.bias");
        model.tensors().put("lm_head.weight", model.region().tensor(DType.I8, Shape.of(VOCABULARY, WIDTH)));
        model.save(WHOLE);
        HostileFile.assertRefused(model.path(), "lm_head.weight is I8", into -> load(model.path(), into));
        Files.delete(model.path().resolve(CONFIG));
        HostileFile.assertRefused(model.path(), CONFIG, into -> load(model.path(), into));
    }

    @Test
    void damageOfAnySortIsReadOrRefused() throws IOException {
        model.llama(DType.F32, HEADS, false);
        model.sharded();
        System.out.println("seed " + WrittenFolder.SEED);
        List<Path> files = List.of(
                model.path().resolve(CONFIG),
                model.path().resolve(INDEX),
                model.path().resolve("model-00001-of-00002.safetensors"));
        for (int i = 0; i < 600; i++) {
            CounterRandom random = new CounterRandom(WrittenFolder.SEED, 99, i);
            Path file = files.get(random.nextInt(files.size()));
            byte[] good = Files.readAllBytes(file);
            byte[] damaged = random.nextInt(6) == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
            byte[] likely = "0123456789{}[]\",:.-\\etrfn\0\u00ff".getBytes(StandardCharsets.ISO_8859_1);
            for (int hits = 0; hits <= random.nextInt(3) && damaged.length > 0; hits++) {
                int at = random.nextInt(Math.min(damaged.length, 3_000));
                damaged[at] = likely[random.nextInt(likely.length)];
            }
            Files.write(file, damaged);
            HostileFile.assertReadOrRefused(model.path(), into -> load(model.path(), into));
            Files.write(file, good);
        }
        for (Path file : files) {
            byte[] good = Files.readAllBytes(file);
            for (int length = 0; length < good.length - 1; length += 64) {
                Files.write(file, Arrays.copyOf(good, length));
                HostileFile.assertRefused(model.path(), "", into -> load(model.path(), into));
            }
            Files.write(file, good);
        }
    }
}
