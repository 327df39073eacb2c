package hone.engine.train;

import hone.engine.InvalidInput;

/**
 * How a step of training spends memory.
 *
 * @param parts that a step's samples are computed in, one after the other, their gradients added up before the parameters move
 *     once; activations are those of one part. 1 for all samples at once
 * @param recompute whether the backward pass computes parts of the forward pass again instead of keeping their values
 */
public record StepMemory(int parts, boolean recompute) {
    /** All samples at once, and all their values kept. */
    public static final StepMemory PLENTY = new StepMemory(1, false);

    /** @throws InvalidInput if there is no part */
    public StepMemory {
        if (parts < 1) {
            throw new InvalidInput(
                    "the parts of a step must be 1 to its batch", "--accumulate " + parts, "it is " + parts);
        }
    }

    public StepMemory withParts(int other) {
        return new StepMemory(other, recompute);
    }

    public StepMemory withRecompute(boolean other) {
        return new StepMemory(parts, other);
    }

    /** The most samples of a part. */
    int most(int batch) {
        return (batch + parts - 1) / parts;
    }

    void requireFit(int batch) {
        if (parts > batch) {
            throw new InvalidInput(
                    "a step cannot be computed in more parts than it has samples",
                    "--accumulate " + parts,
                    "the batch has " + batch);
        }
    }
}
