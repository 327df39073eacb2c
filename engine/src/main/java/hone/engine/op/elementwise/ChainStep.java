package hone.engine.op.elementwise;

import hone.engine.InvalidInput;

/**
 * One step of a {@link Chain}.
 *
 * @param function what it computes
 * @param operand for a sum or a product, the input of the chain that is added or multiplied with, 0 being the chain's own
 *     first value; 0 for the others
 */
public record ChainStep(ChainFunction function, int operand) {
    /** @throws InvalidInput if the operand is negative, or given to a function of one number */
    public ChainStep {
        if (operand < 0 || (operand > 0 && !function.binary())) {
            throw new InvalidInput("a step of a chain has an operand it cannot take", "", function + " of " + operand);
        }
    }
}
