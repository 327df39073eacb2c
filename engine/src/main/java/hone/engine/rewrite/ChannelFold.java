package hone.engine.rewrite;

import hone.engine.graph.Op;
import hone.engine.tensor.TensorType;

/**
 * How batch normalization goes into one kind of op: a layer whose input 1 is a weight with one block for each output
 * channel, outermost, and whose input 2, where it has one, is a bias (channels).
 *
 * @param <O> the kind of op
 */
interface ChannelFold<O extends Op> {
    Class<O> op();

    /** Whether the op has a bias. */
    boolean bias(O op);

    /** The same op with a bias. */
    O withBias(O op);

    /**
     * Whether the layer's own result is what is normalized, with no activation in between, and dimension 1 of it, over which
     * batch normalization works, is that of the weight's blocks.
     */
    boolean takes(O op, TensorType output);
}
