package hone.engine.format;

import hone.engine.Cancellation;
import hone.engine.badinput.Bad;
import hone.engine.badinput.BadFormat;
import hone.engine.data.token.Tokenizer;
import hone.engine.format.llama2c.PiecesBytes;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tokenizers of llama2.c as a model carries them: damage falls on their text, or on the file within it. */
public final class CarriedPiecesBadFormat implements BadFormat {
    private static final String TEXT = "text.safetensors";
    private static final String PIECES = "pieces.safetensors";

    @Override
    public String name() {
        return "carried llama2.c";
    }

    @Override
    public List<Bad> bad() {
        List<Bad> all = new ArrayList<>();
        CarriedPieces.bad()
                .forEach((name, wrong) ->
                        all.add(Bad.file(name, TEXT, CarriedPieces.model(wrong.text()), wrong.reason())));
        return all;
    }

    @Override
    public List<Map<String, byte[]>> good() {
        return List.of(
                Map.of(TEXT, CarriedPieces.good().getBytes(StandardCharsets.UTF_8)),
                Map.of(PIECES, PiecesBytes.good()));
    }

    /** The model around what was damaged. */
    @Override
    public byte[] kept(String file, byte[] damaged) {
        return CarriedPieces.model(
                file.equals(TEXT)
                        ? new String(damaged, StandardCharsets.UTF_8)
                        : CarriedPieces.text(CarriedPieces.TOKENS, CarriedPieces.quoted(damaged)));
    }

    @Override
    public List<String> words() {
        return List.of(
                "\"kind\":",
                "llama2c",
                "bytes",
                "characters",
                "\"tokens\":",
                "\"file\":\"",
                "null",
                "{",
                "}",
                "[",
                "]",
                ",",
                "\"",
                "\\u0000",
                "\\ud83d",
                "AAAA",
                "====",
                "f4A=");
    }

    @Override
    public void read(Path folder, MemoryBudget budget, Cancellation stop) {
        Path file = Files.exists(folder.resolve(TEXT)) ? folder.resolve(TEXT) : folder.resolve(PIECES);
        Artefact read = Artefact.load(file, budget.openCollected(Category.WEIGHTS, "a stranger's model"));
        Tokenizer tokenizer = read.tokenizer().orElseThrow();
        tokenizer.decode(tokenizer.encode("abcab"));
    }
}
