package hone.engine.data.token;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * A text that is shown while its tokens come in. A character that is spread over several tokens appears with the last of
 * them; bytes that are not UTF-8 together become U+FFFD.
 */
public final class WrittenText {
    private static final int LONGEST_CHARACTER = 4;

    private final Tokenizer tokenizer;
    private final TokenDecoder decoder;
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);

    /** Bytes of a character that is not whole yet. */
    private ByteBuffer left = ByteBuffer.allocate(0);

    /** @param tokenizer whose tokens come in */
    public WrittenText(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        decoder = tokenizer.decoder();
    }

    /**
     * What a token adds to the text; empty where it is only part of a character.
     *
     * @throws hone.engine.InvalidInput if there is no such token
     */
    public String next(int token) {
        return decoded(decoder.next(token), false);
    }

    /** The text of a {@link Tokenizer#prompt}; the end of a text before it is not shown. */
    public String begin(int[] prompt) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < prompt.length; i++) {
            String more = next(prompt[i]);
            boolean ended = i == 0 && tokenizer.ending().equals(OptionalInt.of(prompt[i]));
            text.append(ended ? "" : more);
        }
        return text.toString();
    }

    /** What is left of a character that never became whole. */
    public String rest() {
        return decoded(new byte[0], true);
    }

    private String decoded(byte[] more, boolean last) {
        ByteBuffer bytes = ByteBuffer.allocate(left.remaining() + more.length);
        bytes.put(left).put(more).flip();
        CharBuffer characters = CharBuffer.allocate(bytes.remaining() + LONGEST_CHARACTER);
        utf8.reset();
        utf8.decode(bytes, characters, last);
        left = bytes;
        return characters.flip().toString();
    }
}
