package hone.engine.data.token;

import java.nio.charset.StandardCharsets;

/** Each byte of the UTF-8 is a token, so every text can be written with 256 of them. */
public final class ByteTokenizer implements Tokenizer {
    /** The values of a byte. */
    public static final int BYTES = 256;

    @Override
    public int vocabularySize() {
        return BYTES;
    }

    @Override
    public int[] encode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int[] tokens = new int[bytes.length];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = Byte.toUnsignedInt(bytes[i]);
        }
        return tokens;
    }

    @Override
    public byte[] bytes(int token) {
        return new byte[] {(byte) TokenRange.check(token, BYTES)};
    }
}
