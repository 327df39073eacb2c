package hone.engine.format.onnx.lowering;

import java.util.Optional;
import java.util.Set;

/**
 * How one operator of ONNX, or a pattern of several that ends in it, becomes ops of the engine: the way back of
 * {@link hone.engine.format.onnx.op.OnnxMapping}.
 */
interface Lowering {
    /** The operators whose nodes it may lower; those of a pattern name the last node. */
    Set<String> operators();

    /**
     * The value that the node's first output becomes.
     *
     * @return empty where this is not what the lowering is for, or cannot be; {@link LoweringSite#refuse} says why
     */
    Optional<Planned> lower(LoweringSite site);
}
