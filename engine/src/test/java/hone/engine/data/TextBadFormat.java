package hone.engine.data;

import hone.engine.Cancellation;
import hone.engine.badinput.Bad;
import hone.engine.badinput.BadFormat;
import hone.engine.data.token.CharacterTokenizer;
import hone.engine.memory.MemoryBudget;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Plain text, strictly UTF-8. */
public final class TextBadFormat implements BadFormat {
    private static final String FILE = "text.txt";

    /** What is not UTF-8, each for another reason of RFC 3629, and the byte at which it is not. */
    private static final List<String> MALFORMED = List.of(
            "80",
            "bf",
            "c0",
            "c080",
            "c1bf",
            "c3",
            "c328",
            "e0",
            "e080",
            "e08080",
            "e09f80",
            "eda080",
            "edbfbf",
            "e228a1",
            "e282",
            "f0",
            "f0808080",
            "f08f8080",
            "f0288cbc",
            "f09f98",
            "f4908080",
            "f5808080",
            "f88888808080",
            "fe",
            "ff",
            "fffe",
            "feff",
            "61c3a9c3");

    @Override
    public String name() {
        return "text";
    }

    @Override
    public List<Bad> bad() {
        List<Bad> all = new ArrayList<>();
        for (String hex : MALFORMED) {
            byte[] sequence = HexFormat.of().parseHex(hex);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes("a good beginning, ".getBytes(StandardCharsets.UTF_8));
            bytes.writeBytes(sequence);
            all.add(Bad.file("malformed " + hex, FILE, bytes.toByteArray(), "not valid UTF-8"));
            bytes.writeBytes(" and a good end".getBytes(StandardCharsets.UTF_8));
            all.add(Bad.file("malformed " + hex + " in the middle", FILE, bytes.toByteArray(), "not valid UTF-8"));
        }
        all.add(Bad.file("empty", FILE, new byte[0], "it is empty"));
        all.add(Bad.file("a mark alone", FILE, HexFormat.of().parseHex("efbbbf"), "it is empty"));
        all.add(Bad.text("of one letter", FILE, "x".repeat(2_000_000), "").orRead());
        all.add(Bad.file("of zeros", FILE, new byte[1_000_000], "").orRead());
        return all;
    }

    @Override
    public List<Map<String, byte[]>> good() {
        return List.of(Map.of(
                FILE,
                "Once upon a time, naïve 語 and 😀 met.\n\nThe end.\n".repeat(9).getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public boolean refusesCuts() {
        return false;
    }

    @Override
    public void read(Path folder, MemoryBudget budget, Cancellation stop) {
        TextCorpus corpus = new TextData(folder.resolve(FILE)).loadText();
        corpus.byPosition();
        CharacterTokenizer.of(corpus.text()).encode(corpus.text());
    }
}
