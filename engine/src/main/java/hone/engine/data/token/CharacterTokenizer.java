package hone.engine.data.token;

import hone.engine.InvalidInput;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Each character (Unicode code point) is a token; the vocabulary is the characters of a text in ascending order. */
public final class CharacterTokenizer implements Tokenizer {
    private final int[] alphabet;

    private CharacterTokenizer(int[] alphabet) {
        this.alphabet = alphabet;
    }

    /**
     * The tokenizer of a text's characters; the alphabet of another tokenizer is such a text.
     *
     * @throws InvalidInput if the text is empty, or holds half of a surrogate pair
     */
    public static CharacterTokenizer of(String text) {
        int[] alphabet = text.codePoints().distinct().sorted().toArray();
        if (alphabet.length == 0) {
            throw new InvalidInput("cannot make a vocabulary", "", "the text has no characters");
        }
        for (int character : alphabet) {
            if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
                throw new InvalidInput(
                        "cannot make a vocabulary",
                        "",
                        String.format("the text holds U+%04X, half of a surrogate pair", character));
            }
        }
        return new CharacterTokenizer(alphabet);
    }

    /** The vocabulary as one text, in the order of its tokens; {@link #of} makes the same tokenizer from it. */
    public String alphabet() {
        return new String(alphabet, 0, alphabet.length);
    }

    @Override
    public int vocabularySize() {
        return alphabet.length;
    }

    @Override
    public int[] encode(String text) {
        int[] tokens = text.codePoints().toArray();
        for (int i = 0; i < tokens.length; i++) {
            int token = Arrays.binarySearch(alphabet, tokens[i]);
            if (token < 0) {
                throw new InvalidInput(
                        "cannot encode the text",
                        "character " + i,
                        String.format("U+%04X is none of the vocabulary's %d characters", tokens[i], alphabet.length));
            }
            tokens[i] = token;
        }
        return tokens;
    }

    @Override
    public byte[] bytes(int token) {
        return Character.toString(alphabet[TokenRange.check(token, alphabet.length)])
                .getBytes(StandardCharsets.UTF_8);
    }
}
