package hone.engine.format.onnx.op;

import hone.engine.graph.Op;

/**
 * How one op is said in ONNX.
 *
 * @param <O> the op
 */
public interface OnnxMapping<O extends Op> {
    Class<O> op();

    /** Adds the nodes that compute the op to the site's graph; the last gives the site's output its name. */
    void write(O op, OnnxSite site);
}
