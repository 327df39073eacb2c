package hone.engine.model;

import hone.engine.InvalidInput;
import hone.engine.op.attention.RotaryEmbedding;

/**
 * In what a decoder-only transformer differs from another beside its sizes: where it learns positions, how it normalizes,
 * what stands between the halves of its feed-forward, and how its weights are kept.
 *
 * @param positions how a token knows where it stands
 * @param rotaryBase of the rotation's angles; without meaning where positions are learnt
 * @param normalization before each half of a block, and before the output
 * @param epsilon of the normalizations
 * @param feedForward the non-linear part
 * @param bias whether linear layers have one, the output's excepted
 * @param tied whether the output's weight is the embedding's table; INT8 outputs have a copy of their own
 * @param groupSize 0 for float32 weights; otherwise linear layers are INT8, with a scale for so many inputs of an output
 */
public record GptForm(
        Positions positions,
        double rotaryBase,
        Normalization normalization,
        float epsilon,
        FeedForward feedForward,
        boolean bias,
        boolean tied,
        int groupSize) {
    /** How a token knows where it stands. */
    public enum Positions {
        /** Queries and keys are rotated, neighbours in pairs. */
        ROTARY,
        /** A learnt vector of its position is added to the token's. */
        LEARNT
    }

    /** What comes before each half of a block. */
    public enum Normalization {
        /** By the root of the mean square, with a weight. */
        RMS,
        /** By mean and variance, with weight and bias. */
        LAYER
    }

    /** What stands between the halves of a feed-forward. */
    public enum FeedForward {
        /** silu(gate) · up, three matrices. */
        SWIGLU,
        /** GELU in the form with the hyperbolic tangent, two matrices. */
        GELU_TANH,
        /** GELU with the error function, two matrices. */
        GELU
    }

    /** Llama's: rotary positions, root-mean-square normalization, SwiGLU, no biases; the output reads the table. */
    public static final GptForm LLAMA = new GptForm(
            Positions.ROTARY, RotaryEmbedding.USUAL_BASE, Normalization.RMS, 1e-5F, FeedForward.SWIGLU, false, true, 0);

    /** GPT-2's: learnt positions, layer normalization, GELU, biases; the output reads the table. */
    public static final GptForm GPT2 = new GptForm(
            Positions.LEARNT,
            RotaryEmbedding.USUAL_BASE,
            Normalization.LAYER,
            1e-5F,
            FeedForward.GELU_TANH,
            true,
            true,
            0);

    /** @throws InvalidInput if epsilon is not positive, or the rotation's base not above 1 */
    public GptForm {
        if (!(epsilon > 0 && epsilon < Float.POSITIVE_INFINITY)) {
            throw new InvalidInput(
                    "the epsilon of a normalization must be positive and finite", "", "it is " + epsilon);
        }
        if (!(rotaryBase > 1 && rotaryBase < Double.POSITIVE_INFINITY)) {
            throw new InvalidInput("the base of the rotation must be above 1 and finite", "", "it is " + rotaryBase);
        }
    }

    public GptForm withRotaryBase(double other) {
        return new GptForm(positions, other, normalization, epsilon, feedForward, bias, tied, groupSize);
    }

    public GptForm withEpsilon(float other) {
        return new GptForm(positions, rotaryBase, normalization, other, feedForward, bias, tied, groupSize);
    }

    public GptForm withFeedForward(FeedForward other) {
        return new GptForm(positions, rotaryBase, normalization, epsilon, other, bias, tied, groupSize);
    }

    public GptForm withTied(boolean other) {
        return new GptForm(positions, rotaryBase, normalization, epsilon, feedForward, bias, other, groupSize);
    }

    /** The same with INT8 weights in groups of this size. */
    public GptForm withGroupSize(int other) {
        return new GptForm(positions, rotaryBase, normalization, epsilon, feedForward, bias, tied, other);
    }
}
