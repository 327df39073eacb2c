package hone.engine.format.llama2c;

import hone.engine.Cancellation;
import hone.engine.badinput.Bad;
import hone.engine.badinput.BadFormat;
import hone.engine.memory.MemoryBudget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Tokenizer files of llama2.c; how many tokens the model has stands in a file beside them. */
public final class PiecesBadFormat implements BadFormat {
    private static final String FILE = "tokenizer.bin";
    private static final String VOCABULARY = "vocabulary";

    @Override
    public String name() {
        return "llama2.c tokenizer";
    }

    @Override
    public List<Bad> bad() {
        return PiecesBytes.bad().stream()
                .map(one -> new Bad(one.name(), files(one.bytes(), one.tokens()), one.reason(), false))
                .toList();
    }

    private static Map<String, byte[]> files(byte[] file, int vocabulary) {
        return Map.of(FILE, file, VOCABULARY, Integer.toString(vocabulary).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public List<Map<String, byte[]>> good() {
        return List.of(files(PiecesBytes.good(), PiecesBytes.tokens()));
    }

    @Override
    public boolean damages(String file) {
        return file.equals(FILE);
    }

    @Override
    public void read(Path folder, MemoryBudget budget, Cancellation stop) throws IOException {
        int vocabulary = Integer.parseInt(Files.readString(folder.resolve(VOCABULARY)));
        Llama2cTokenizer tokenizer = Llama2cTokenizer.read(folder.resolve(FILE), vocabulary);
        tokenizer.decode(tokenizer.encode("abcab", true, true));
    }
}
