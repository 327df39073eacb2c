package hone.engine.op.optimizer;

import hone.engine.InvalidInput;
import hone.engine.graph.Op;

/**
 * One step of an optimizer on one parameter tensor. The first input is the parameter, the second its gradient; parameter
 * and moments are states that the outputs update in place.
 */
public sealed interface OptimizerStep extends Op permits SgdStep, AdamStep {
    /** Input 0: the parameter, which output 0 updates. */
    int PARAMETER = 0;

    /** Input 1: the loss's gradient by the parameter. */
    int GRADIENT = 1;

    /** How strongly the parameter is pulled to 0, relative to the learning rate. */
    float weightDecay();

    /** A setting of an optimizer that must lie in [0, 1). */
    static void requireShare(String name, float value) {
        if (!(value >= 0 && value < 1)) {
            throw new InvalidInput("the optimizer's " + name + " must be at least 0 and below 1", "", "it is " + value);
        }
    }

    /** A setting of an optimizer that must be finite and not negative. */
    static void requireNotNegative(String name, float value) {
        if (!(value >= 0 && value < Float.POSITIVE_INFINITY)) {
            throw new InvalidInput("the optimizer's " + name + " must be at least 0 and finite", "", "it is " + value);
        }
    }
}
