package hone.engine.data.token;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/** Text as whole numbers and back. Immutable, so any number of threads may use one. */
public interface Tokenizer {
    /** Tokens are 0 … this - 1. */
    int vocabularySize();

    /**
     * The tokens of a text.
     *
     * @throws hone.engine.InvalidInput if the vocabulary lacks something that the text holds
     */
    int[] encode(String text);

    /**
     * The bytes that one token stands for, UTF-8 where they are whole characters.
     *
     * @throws hone.engine.InvalidInput if there is no such token
     */
    byte[] bytes(int token);

    /** Decodes a row of tokens from its first. */
    default TokenDecoder decoder() {
        return this::bytes;
    }

    /**
     * The tokens of a text that a model is to continue: with the one by which texts begin, where there is such a one.
     *
     * @throws hone.engine.InvalidInput if the vocabulary lacks something that the text holds
     */
    default int[] prompt(String text) {
        return encode(text);
    }

    /** The token by which a model ends a text; empty where texts have no end. */
    default OptionalInt ending() {
        return OptionalInt.empty();
    }

    /**
     * The text of a row of tokens; bytes that are not UTF-8 together become U+FFFD.
     *
     * @throws hone.engine.InvalidInput if a token is not in the vocabulary
     */
    default String decode(int... tokens) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TokenDecoder decoder = decoder();
        for (int token : tokens) {
            bytes.writeBytes(decoder.next(token));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
