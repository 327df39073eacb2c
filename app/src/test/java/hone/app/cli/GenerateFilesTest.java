package hone.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.format.open.ForeignTransformers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Models of other programs, as small as they can be, continue a text with the tokenizer that lies beside them. */
class GenerateFilesTest {
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

    @Test
    void aLlama2cCheckpointWithItsTokenizer() throws IOException {
        Path model = ForeignTransformers.llama2c(folder.resolve("model.bin"), 259 + 3);
        HoneRun without = HoneRun.of("generate", model.toString());
        assertEquals(2, without.code());
        assertTrue(without.err().contains("tokenizer.bin"), without.err());
        Path named = ForeignTransformers.llama2cTokenizer(folder.resolve("other.bin"));
        JsonNode chosen = generate(model, "--tokenizer", named.toString(), "--enable", "kvcache");
        Files.copy(named, folder.resolve("tokenizer.bin"));
        JsonNode beside = generate(model);
        assertEquals(4, beside.get("promptTokens").intValue(), "the begin, the blank before a text, and two letters");
        assertTrue(beside.get("text").stringValue().startsWith("ab"), beside.toString());
        assertEquals(chosen.get("text").stringValue(), beside.get("text").stringValue());
    }

    @Test
    void aHuggingFaceFolderWithItsTokenizer() throws IOException {
        Path model = ForeignTransformers.huggingFace(folder.resolve("model"), true);
        JsonNode whole = generate(model);
        assertEquals(1, whole.get("promptTokens").intValue());
        assertTrue(whole.get("text").stringValue().matches("ab[ab ]*"), whole.toString());
        JsonNode kept = generate(model, "--enable", "kvcache,simd");
        assertEquals(whole.get("text").stringValue(), kept.get("text").stringValue());
    }
}
