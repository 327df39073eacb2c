package hone.engine.format.open;

import hone.engine.InvalidInput;
import hone.engine.IoReason;
import hone.engine.data.token.Tokenizer;
import hone.engine.format.TokenizerJson;
import hone.engine.format.llama2c.Llama2cText;
import hone.engine.format.llama2c.Llama2cTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A tokenizer from a file of either form: {@code tokenizer.json}, or the {@code tokenizer.bin} of llama2.c. */
final class TokenizerFile {
    private TokenizerFile() {}

    /**
     * Reads it.
     *
     * @param model id, for the sentence
     * @param scores how many tokens the model scores
     * @throws InvalidInput if there is no such file, it is no tokenizer, or one of more tokens than the model scores
     */
    static Tokenizer load(Path file, String model, int scores) {
        if (!Files.isRegularFile(file)) {
            throw new InvalidInput("there is no such tokenizer", file.toString(), "there is no such file");
        }
        Tokenizer tokenizer = isJson(file)
                ? TokenizerJson.load(file)
                : new Llama2cText(Llama2cTokenizer.read(file, scores)); // which does not say itself how many it has
        // A table may have more rows than there are tokens, so that its size is a round one
        if (tokenizer.vocabularySize() > scores) {
            throw new InvalidInput(
                    "the tokenizer is of another model",
                    model,
                    "it has " + tokenizer.vocabularySize() + " tokens, the model scores " + scores);
        }
        return tokenizer;
    }

    private static boolean isJson(Path file) {
        if (String.valueOf(file.getFileName()).endsWith(".json")) {
            return true;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() == '{';
        } catch (IOException e) {
            throw new InvalidInput("cannot read the tokenizer", file.toString(), IoReason.of(e));
        }
    }
}
