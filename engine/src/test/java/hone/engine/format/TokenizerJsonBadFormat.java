package hone.engine.format;

import hone.engine.Cancellation;
import hone.engine.badinput.Bad;
import hone.engine.badinput.BadFormat;
import hone.engine.badinput.Corpora;
import hone.engine.data.token.BytePairTokenizer;
import hone.engine.memory.MemoryBudget;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Byte-level BPE tokenizers in JSON, read and then used. */
public final class TokenizerJsonBadFormat implements BadFormat {
    private static final String FILE = "tokenizer.json";

    @Override
    public String name() {
        return "tokenizer.json";
    }

    @Override
    public List<Bad> bad() {
        List<Bad> all = new ArrayList<>(Corpora.of(TokenizerJsonTest.badFiles(), Map.of(), FILE));
        all.add(Bad.text("a million lists", FILE, "{\"a\":[" + "[],".repeat(1_000_000) + "[]]}", ""));
        all.add(Bad.text("three million numbers", FILE, "{\"a\":[" + "1,".repeat(3_000_000) + "1]}", ""));
        all.add(Bad.text("a million objects", FILE, "{\"a\":[" + "{},".repeat(1_000_000) + "{}]}", ""));
        all.add(Bad.text("a number of a million digits", FILE, "{\"a\":" + "9".repeat(1_000_000) + "}", ""));
        all.add(Bad.text("a text of a million letters", FILE, "{\"a\":\"" + "x".repeat(1_000_000) + "\"}", ""));
        all.add(Bad.text("a key of a million letters", FILE, "{\"" + "x".repeat(1_000_000) + "\":1}", ""));
        all.add(Bad.text("deep objects", FILE, "{\"a\":".repeat(100_000), "not valid JSON"));
        return all;
    }

    @Override
    public List<Map<String, byte[]>> good() {
        return List.of(Map.of(FILE, TokenizerJsonTest.GOOD.strip().getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public List<String> words() {
        return List.of(
                "\"vocab\":",
                "\"merges\":[",
                "\"a b\"",
                "[\"a\",\"b\"]",
                "\"Ġ\"",
                "\"content\":",
                "\"id\":",
                "\"BPE\"",
                "\"ByteLevel\"",
                "true",
                "false",
                "null",
                "{",
                "}",
                "[",
                "]",
                ",",
                ":",
                "\\u0000",
                "\\ud83d",
                "\"\"");
    }

    @Override
    public void read(Path folder, MemoryBudget budget, Cancellation stop) {
        BytePairTokenizer tokenizer = TokenizerJson.load(folder.resolve(FILE));
        tokenizer.decode(tokenizer.encode("a"));
    }
}
