package hone.engine.data.token;

/**
 * A part of a text to be judged by: its tokens go in, and those one place later must come out.
 *
 * @param start place of its first token
 * @param length tokens
 */
public record TokenWindow(int start, int length) {}
