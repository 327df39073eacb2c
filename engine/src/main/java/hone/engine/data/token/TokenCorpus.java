package hone.engine.data.token;

import hone.engine.InvalidInput;
import hone.engine.data.TextCorpus;
import hone.engine.random.CounterRandom;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A text as tokens, from which windows are taken to learn the next token: a window of n tokens is the input, the same
 * window one token later what must come out. Immutable.
 */
public final class TokenCorpus {
    private static final long STREAM = 0x5749_4E44_4F57L;

    private static final int HASHED_AT_A_TIME = 1 << 14;

    private final String id;
    private final int vocabularySize;
    private final int[] tokens;

    private TokenCorpus(String id, int vocabularySize, int[] tokens) {
        this.id = id;
        this.vocabularySize = vocabularySize;
        this.tokens = tokens;
    }

    /**
     * Encodes a text.
     *
     * @throws InvalidInput if the vocabulary lacks something that the text holds
     */
    public static TokenCorpus of(TextCorpus text, Tokenizer tokenizer) {
        return new TokenCorpus(text.id(), tokenizer.vocabularySize(), tokenizer.encode(text.text()));
    }

    /** Where the text comes from. */
    public String id() {
        return id;
    }

    /** Tokens are 0 … this - 1. */
    public int vocabularySize() {
        return vocabularySize;
    }

    /** Tokens of the whole text. */
    public int count() {
        return tokens.length;
    }

    /** SHA-256 of the vocabulary's size and the tokens, in hex. */
    public String hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            ByteBuffer chunk = ByteBuffer.allocate(HASHED_AT_A_TIME * Integer.BYTES);
            digest.update(chunk.putInt(vocabularySize).flip());
            for (int from = 0; from < tokens.length; from += HASHED_AT_A_TIME) {
                chunk.clear();
                for (int i = from; i < Math.min(tokens.length, from + HASHED_AT_A_TIME); i++) {
                    chunk.putInt(tokens[i]);
                }
                digest.update(chunk.flip());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    public int token(int at) {
        return tokens[at];
    }

    /**
     * Windows of this length that can start at different places.
     *
     * @param length tokens of a window, at least 1
     * @throws InvalidInput if the text is not longer than one window
     */
    public int starts(int length) {
        if (length < 1 || length >= tokens.length) {
            throw new InvalidInput(
                    "cannot take windows from the text",
                    id,
                    "windows of " + length + " tokens need at least one and " + ((long) Math.max(1, length) + 1)
                            + " tokens of text, and there are " + tokens.length);
        }
        return tokens.length - length;
    }

    /**
     * Windows of this length that do not overlap, for judging by all of the text; the tokens behind the last take no part.
     *
     * @throws InvalidInput if the text is not longer than one window
     */
    public int consecutive(int length) {
        starts(length);
        return (tokens.length - 1) / length;
    }

    /**
     * All of the text in windows of this length that do not overlap; each is judged with an empty context at its start.
     *
     * @throws InvalidInput if the text is not longer than one window
     */
    public List<TokenWindow> windows(int length) {
        return IntStream.range(0, consecutive(length))
                .mapToObj(window -> new TokenWindow(window * length, length))
                .toList();
    }

    /**
     * The texts that a token ends, a window each: it begins with the end of the text before and is asked for everything
     * behind that, its own end too. The first text has no end before it and is left out.
     *
     * @param ending the token that ends a text
     * @param most tokens of a window; what is longer is cut there
     * @throws InvalidInput if there are fewer than two ends
     */
    public List<TokenWindow> texts(int ending, int most) {
        List<TokenWindow> windows = new ArrayList<>();
        int begin = -1;
        for (int at = 0; at < tokens.length; at++) {
            if (tokens[at] == ending) {
                if (begin >= 0) {
                    windows.add(new TokenWindow(begin, Math.min(most, at - begin)));
                }
                begin = at;
            }
        }
        if (windows.isEmpty()) {
            throw new InvalidInput("cannot take whole texts", id, "fewer than two of them have an end");
        }
        return windows;
    }

    /** What to judge a model by: whole texts where a token ends them and there are some, or else windows of this length. */
    public List<TokenWindow> judging(OptionalInt ending, int most) {
        boolean ends = ending.isPresent()
                && Arrays.stream(tokens)
                                .filter(token -> token == ending.getAsInt())
                                .limit(2)
                                .count()
                        == 2;
        return ends ? texts(ending.getAsInt(), most) : windows(Math.min(most, Math.max(1, tokens.length - 1)));
    }

    /**
     * The start of a training window. It depends on (seed, step, sample) alone.
     *
     * @throws InvalidInput if the text is not longer than one window
     */
    public int randomStart(int length, long seed, long step, int sample) {
        return new CounterRandom(seed, STREAM + step, sample).nextInt(starts(length));
    }

    /**
     * Writes one window.
     *
     * @param start its first token, below {@link #starts}
     * @param row of the two batches that receives it
     * @param inputs receives native-order int32 // (rows, length)
     * @param targets receives the same one token later // (rows, length)
     */
    public void copyWindow(int start, int length, long row, MemorySegment inputs, MemorySegment targets) {
        Objects.checkIndex(start, starts(length));
        long offset = row * length * Integer.BYTES;
        MemorySegment.copy(tokens, start, inputs, ValueLayout.JAVA_INT, offset, length);
        MemorySegment.copy(tokens, start + 1, targets, ValueLayout.JAVA_INT, offset, length);
    }

    /**
     * Writes tokens alone, and zeros behind the end of the text.
     *
     * @param target receives native-order int32 from {@code offset} bytes on
     */
    void copyTokens(int start, int length, MemorySegment target, long offset) {
        int there = Math.clamp(tokens.length - (long) start, 0, length);
        MemorySegment.copy(tokens, start, target, ValueLayout.JAVA_INT, offset, there);
        target.asSlice(offset + (long) there * Integer.BYTES, (long) (length - there) * Integer.BYTES)
                .fill((byte) 0);
    }

    /**
     * Fills a batch with windows from random places.
     *
     * @param step number of the training step: each has windows of its own
     * @param count windows of the batch
     * @param inputs receives native-order int32 // (count, length)
     * @param targets receives the same one token later // (count, length)
     * @throws InvalidInput if the text is not longer than one window
     */
    public void randomWindows(
            int length, long seed, long step, int count, MemorySegment inputs, MemorySegment targets) {
        for (int sample = 0; sample < count; sample++) {
            copyWindow(randomStart(length, seed, step, sample), length, sample, inputs, targets);
        }
    }
}
