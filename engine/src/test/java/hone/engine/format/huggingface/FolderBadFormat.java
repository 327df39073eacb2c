package hone.engine.format.huggingface;

import hone.engine.Cancellation;
import hone.engine.badinput.Bad;
import hone.engine.badinput.BadFormat;
import hone.engine.format.SafetensorsBytes;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.junit.jupiter.params.provider.Arguments;

/** Hugging Face folders: config.json, the index and its shards. */
public final class FolderBadFormat implements BadFormat {
    private static final String CONFIG = "config.json";
    private static final String INDEX = "model.safetensors.index.json";
    private static final String WHOLE = "model.safetensors";

    @Override
    public String name() {
        return "Hugging Face folder";
    }

    private static SequencedMap<String, long[]> gpt2() {
        LinkedHashMap<String, long[]> sizes = new LinkedHashMap<>();
        sizes.put("wte.weight", new long[] {31, 24});
        sizes.put("wpe.weight", new long[] {12, 24});
        for (String layer : List.of("h.0.", "h.1.")) {
            for (String norm : List.of("ln_1", "ln_2")) {
                sizes.put(layer + norm + ".weight", new long[] {24});
                sizes.put(layer + norm + ".bias", new long[] {24});
            }
            linear(sizes, layer + "attn.c_attn", 24, 72);
            linear(sizes, layer + "attn.c_proj", 24, 24);
            linear(sizes, layer + "mlp.c_fc", 24, 96);
            linear(sizes, layer + "mlp.c_proj", 96, 24);
        }
        sizes.put("ln_f.weight", new long[] {24});
        sizes.put("ln_f.bias", new long[] {24});
        return sizes;
    }

    private static void linear(Map<String, long[]> sizes, String name, long in, long out) {
        sizes.put(name + ".weight", new long[] {in, out});
        sizes.put(name + ".bias", new long[] {out});
    }

    private static SequencedMap<String, long[]> llama() {
        LinkedHashMap<String, long[]> sizes = new LinkedHashMap<>();
        sizes.put("model.embed_tokens.weight", new long[] {31, 24});
        for (String layer : List.of("model.layers.0.", "model.layers.1.")) {
            sizes.put(layer + "input_layernorm.weight", new long[] {24});
            for (String matrix : List.of("q", "k", "v", "o")) {
                sizes.put(layer + "self_attn." + matrix + "_proj.weight", new long[] {24, 24});
            }
            sizes.put(layer + "post_attention_layernorm.weight", new long[] {24});
            sizes.put(layer + "mlp.gate_proj.weight", new long[] {40, 24});
            sizes.put(layer + "mlp.up_proj.weight", new long[] {40, 24});
            sizes.put(layer + "mlp.down_proj.weight", new long[] {24, 40});
        }
        sizes.put("model.norm.weight", new long[] {24});
        sizes.put("lm_head.weight", new long[] {31, 24});
        return sizes;
    }

    private static Map<String, byte[]> whole(String config) {
        boolean gpt2 = config.contains("gpt2") || config.contains("n_embd");
        return Map.of(CONFIG, bytes(config), WHOLE, SafetensorsBytes.of(gpt2 ? gpt2() : llama()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, byte[]> sharded() {
        Map<String, byte[]> files = new TreeMap<>();
        files.put(CONFIG, bytes(HuggingFaceFolderTest.LLAMA));
        List<Map.Entry<String, long[]>> all = List.copyOf(llama().entrySet());
        StringBuilder index = new StringBuilder("{\"metadata\": {\"total_size\": 1}, \"weight_map\": {");
        for (int part = 0; part < 2; part++) {
            String file = "model-0000" + (part + 1) + "-of-00002.safetensors";
            LinkedHashMap<String, long[]> some = new LinkedHashMap<>();
            for (var each : all.subList(part * all.size() / 2, (part + 1) * all.size() / 2)) {
                some.put(each.getKey(), each.getValue());
                index.append(index.charAt(index.length() - 1) == '{' ? "" : ", ")
                        .append('"' + each.getKey() + "\": \"" + file + '"');
            }
            files.put(file, SafetensorsBytes.of(some));
        }
        files.put(INDEX, bytes(index + "}}"));
        return files;
    }

    @Override
    public List<Bad> bad() {
        List<Bad> all = new ArrayList<>();
        for (Object[] each :
                HuggingFaceFolderTest.badConfigs().map(Arguments::get).toList()) {
            Map<String, byte[]> good = whole((String) each[1]);
            all.add(Bad.in(good, (String) each[2], CONFIG, bytes((String) each[0]), (String) each[2]));
        }
        Map<String, byte[]> sharded = sharded();
        String index = new String(sharded.get(INDEX), StandardCharsets.UTF_8);
        for (Object[] each :
                HuggingFaceFolderTest.badIndexes().map(Arguments::get).toList()) {
            int at = index.indexOf((String) each[0]);
            String changed = index.substring(0, at) + each[1] + index.substring(at + ((String) each[0]).length());
            all.add(Bad.in(sharded, (String) each[1], INDEX, bytes(changed), (String) each[2]));
        }
        String lists = "{\"metadata\":{},\"weight_map\":{\"a\":[" + "[],".repeat(300_000) + "[]]}}";
        all.add(Bad.in(sharded, "a large index", INDEX, bytes(lists), ""));
        String open = HuggingFaceFolderTest.GPT2.substring(0, HuggingFaceFolderTest.GPT2.lastIndexOf('}'));
        String config = open + ",\"x\":[" + "[],".repeat(80_000) + "[]]}";
        all.add(Bad.in(whole(HuggingFaceFolderTest.GPT2), "a config of 80,000 lists", CONFIG, bytes(config), ""));
        return all;
    }

    @Override
    public List<Map<String, byte[]>> good() {
        return List.of(sharded(), whole(HuggingFaceFolderTest.GPT2), whole(HuggingFaceFolderTest.LLAMA));
    }

    @Override
    public List<String> words() {
        return List.of(
                "\"n_layer\":",
                "\"n_embd\": 0",
                "\"vocab_size\":",
                "\"weight_map\":",
                "../",
                "model-00002-of-00002.safetensors",
                "F16",
                "BF16",
                "I8",
                "null",
                "true",
                "{",
                "}",
                "[",
                "]",
                ",",
                ":");
    }

    @Override
    public void read(Path folder, MemoryBudget budget, Cancellation stop) {
        try (MemoryRegion region = budget.open(Category.WEIGHTS, "a stranger's folder")) {
            HuggingFaceFolder.load(folder, region);
        }
    }
}
