package hone.engine.format.huggingface;

import static hone.engine.format.huggingface.FolderLayouts.CONFIG;
import static hone.engine.format.huggingface.FolderLayouts.GPT2;
import static hone.engine.format.huggingface.FolderLayouts.HEADS;
import static hone.engine.format.huggingface.FolderLayouts.INDEX;
import static hone.engine.format.huggingface.FolderLayouts.LLAMA;
import static hone.engine.format.huggingface.FolderLayouts.OUTPUT;
import static hone.engine.format.huggingface.FolderLayouts.VOCABULARY;
import static hone.engine.format.huggingface.FolderLayouts.WHOLE;
import static hone.engine.format.huggingface.FolderLayouts.WIDTH;

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
    @Override
    public String name() {
        return "Hugging Face folder";
    }

    private static SequencedMap<String, long[]> gpt2() {
        return FolderLayouts.gpt2(4 * WIDTH);
    }

    private static SequencedMap<String, long[]> llama() {
        SequencedMap<String, long[]> sizes = FolderLayouts.llama(HEADS);
        sizes.put(OUTPUT, new long[] {VOCABULARY, WIDTH});
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
        SequencedMap<String, long[]> all = llama();
        Map<String, List<String>> shards = FolderLayouts.shards(List.copyOf(all.keySet()));
        shards.forEach((file, names) -> {
            LinkedHashMap<String, long[]> some = new LinkedHashMap<>(all);
            some.keySet().retainAll(names);
            files.put(file, SafetensorsBytes.of(some));
        });
        files.put(CONFIG, bytes(LLAMA));
        files.put(INDEX, bytes(FolderLayouts.index(shards)));
        return files;
    }

    @Override
    public List<Bad> bad() {
        List<Bad> all = new ArrayList<>();
        for (Object[] each :
                HuggingFaceRefusalTest.badConfigs().map(Arguments::get).toList()) {
            Map<String, byte[]> good = whole((String) each[1]);
            all.add(Bad.in(good, (String) each[2], CONFIG, bytes((String) each[0]), (String) each[2]));
        }
        Map<String, byte[]> sharded = sharded();
        String index = new String(sharded.get(INDEX), StandardCharsets.UTF_8);
        for (Object[] each :
                HuggingFaceRefusalTest.badIndexes().map(Arguments::get).toList()) {
            int at = index.indexOf((String) each[0]);
            String changed = index.substring(0, at) + each[1] + index.substring(at + ((String) each[0]).length());
            all.add(Bad.in(sharded, (String) each[1], INDEX, bytes(changed), (String) each[2]));
        }
        String lists = "{\"metadata\":{},\"weight_map\":{\"a\":[" + "[],".repeat(300_000) + "[]]}}";
        all.add(Bad.in(sharded, "a large index", INDEX, bytes(lists), ""));
        String open = GPT2.substring(0, GPT2.lastIndexOf('}'));
        String config = open + ",\"x\":[" + "[],".repeat(80_000) + "[]]}";
        all.add(Bad.in(whole(GPT2), "a config of 80,000 lists", CONFIG, bytes(config), ""));
        return all;
    }

    @Override
    public List<Map<String, byte[]>> good() {
        return List.of(sharded(), whole(GPT2), whole(LLAMA));
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
