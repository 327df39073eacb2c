package hone.engine.model;

import hone.engine.InvalidInput;

/**
 * The sizes that make one decoder-only transformer differ from another.
 *
 * @param layers blocks of attention and feed-forward
 * @param heads query heads, which divide the width into heads of an even size
 * @param kvHeads heads of keys and values, which divide the query heads
 * @param width elements of a token's vector
 * @param hidden elements between the two halves of a feed-forward
 * @param vocabulary how many tokens there are
 * @param context how many positions a sequence may have
 */
public record GptDimensions(int layers, int heads, int kvHeads, int width, int hidden, int vocabulary, int context) {
    /** As many positions as a rotary embedding has at the most. */
    public static final int MOST_ROTARY_POSITIONS = 1 << 20;

    /** @throws InvalidInput if one is below 1, or heads do not divide what they should */
    public GptDimensions {
        require(layers, "layers");
        require(heads, "heads");
        require(kvHeads, "kvHeads");
        require(width, "width");
        require(hidden, "hidden");
        require(vocabulary, "vocabulary");
        require(context, "context");
        if (width % (2 * heads) != 0) {
            throw new InvalidInput(
                    "the width must fall into heads of an even size", "", width + " elements for " + heads + " heads");
        }
        if (heads % kvHeads != 0) {
            throw new InvalidInput(
                    "the heads of keys and values must divide the query heads", "", kvHeads + " for " + heads);
        }
    }

    private static void require(int size, String what) {
        if (size < 1) {
            throw new InvalidInput("a transformer's " + what + " must be at least 1", "", "it is " + size);
        }
    }

    /** Elements of a head. */
    public int headDim() {
        return width / heads;
    }

    /** Elements of a position's keys, and of its values. */
    public int kvWidth() {
        return kvHeads * headDim();
    }

    /** All weights, the embedding's once: it is the output's too. */
    public long parameters() {
        long attention = 2L * width * width + 2L * width * kvWidth();
        long feedForward = 3L * width * hidden;
        return (long) vocabulary * width + layers * (attention + feedForward + 2L * width) + width;
    }

    /** Bytes that the keys and values of so many tokens take, in float32. */
    public long cacheBytes(long tokens) {
        return 2L * layers * kvWidth() * tokens * Float.BYTES;
    }
}
