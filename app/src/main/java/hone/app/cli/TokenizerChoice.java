package hone.app.cli;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import hone.engine.data.TextCorpus;
import hone.engine.data.story.StoryWords;
import hone.engine.data.token.BytePairTokenizer;
import hone.engine.data.token.BytePairTraining;
import hone.engine.data.token.ByteTokenizer;
import hone.engine.data.token.CharacterTokenizer;
import hone.engine.data.token.Tokenizer;
import hone.engine.format.TokenizerJson;
import java.nio.file.Files;
import java.nio.file.Path;

/** The tokenizer that a person names for training: {@code words}, {@code char}, {@code byte}, {@code bpe:N} or a file. */
final class TokenizerChoice {
    private static final String OPTION = "--tokenizer";
    private static final String PAIRS = "bpe:";

    private TokenizerChoice() {}

    /** Whether a choice is a tokenizer that is made here, not a file. */
    static boolean isMade(String choice) {
        return choice.startsWith(PAIRS) || choice.equals("words") || choice.equals("char") || choice.equals("byte");
    }

    /**
     * Makes it.
     *
     * @param choice as written
     * @param parts the text: characters are those of all parts, byte pairs are learned from what trains
     * @throws InvalidInput if there is no such tokenizer, or the file holds none
     */
    static Tokenizer make(String choice, TextCorpus.Parts parts, Progress progress, Cancellation stop) {
        if (choice.startsWith(PAIRS)) {
            return pairs(choice, parts.train().text(), progress, stop);
        }
        return switch (choice) {
            case "words" -> StoryWords.all();
            case "char" ->
                CharacterTokenizer.of(parts.train().text()
                        + parts.validation().text()
                        + parts.test().text());
            case "byte" -> new ByteTokenizer();
            default -> file(choice);
        };
    }

    private static BytePairTokenizer pairs(String choice, String text, Progress progress, Cancellation stop) {
        int size;
        try {
            size = Integer.parseInt(choice.substring(PAIRS.length()));
        } catch (NumberFormatException _) {
            throw new InvalidInput("this is no size of a vocabulary", OPTION + " " + choice, "write bpe:NUMBER");
        }
        return BytePairTraining.train(text, size, progress, stop);
    }

    private static BytePairTokenizer file(String choice) {
        Path path = ModelOptions.path(OPTION, choice);
        if (!Files.exists(path)) {
            throw new InvalidInput(
                    "there is no such tokenizer",
                    OPTION + " " + choice,
                    "it is none of words, char, byte and bpe:NUMBER, and there is no such file");
        }
        return TokenizerJson.load(path);
    }
}
