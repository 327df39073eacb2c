package hone.engine.train.gradient;

import hone.engine.graph.Op;

/**
 * How one kind of op passes gradients back, written as further ops. A rule adds nodes only for the inputs whose gradient
 * somebody needs.
 *
 * @param <O> the op it differentiates
 */
public interface GradientRule<O extends Op> {
    /** The op it differentiates. */
    Class<O> op();

    /**
     * Adds what turns the gradients of the op's outputs into those of its inputs.
     *
     * @throws hone.engine.InvalidInput if the op is used in a way that has no rule yet
     */
    void apply(O op, Backward backward);
}
