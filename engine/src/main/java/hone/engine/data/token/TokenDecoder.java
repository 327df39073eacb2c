package hone.engine.data.token;

/** Turns a row of tokens into text one after the other, and remembers of those before what it needs. */
@FunctionalInterface
public interface TokenDecoder {
    /**
     * The bytes that the next token adds to the text, UTF-8 where they are whole characters.
     *
     * @throws hone.engine.InvalidInput if there is no such token
     */
    byte[] next(int token);
}
