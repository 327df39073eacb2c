package hone.engine.format.llama2c;

import hone.engine.data.token.TokenDecoder;
import hone.engine.data.token.Tokenizer;
import java.util.OptionalInt;

/**
 * A llama2.c tokenizer as a tokenizer of texts: a text begins with {@link Llama2cTokenizer#BEGIN}, which is also what a
 * model writes when it would begin another.
 *
 * @param pieces the tokenizer
 */
public record Llama2cText(Llama2cTokenizer pieces) implements Tokenizer {
    @Override
    public int vocabularySize() {
        return pieces.size();
    }

    @Override
    public int[] encode(String text) {
        return pieces.encode(text, false, false);
    }

    @Override
    public int[] prompt(String text) {
        return pieces.encode(text, true, false);
    }

    @Override
    public byte[] bytes(int token) {
        return isMark(token) ? new byte[0] : pieces.decode(Llama2cTokenizer.END, token);
    }

    @Override
    public TokenDecoder decoder() {
        return new TokenDecoder() {
            private int previous = Llama2cTokenizer.BEGIN;

            @Override
            public byte[] next(int token) {
                byte[] bytes = isMark(token) ? new byte[0] : pieces.decode(previous, token);
                previous = token;
                return bytes;
            }
        };
    }

    @Override
    public OptionalInt ending() {
        return OptionalInt.of(Llama2cTokenizer.BEGIN);
    }

    private static boolean isMark(int token) {
        return token == Llama2cTokenizer.BEGIN || token == Llama2cTokenizer.END;
    }
}
