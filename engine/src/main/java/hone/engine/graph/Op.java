package hone.engine.graph;

import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * One kind of computation with its attributes: what it means, what types it gives, what it costs. How it is computed is
 * a kernel's business. Implementations are small records in {@code hone.engine.op}.
 */
public interface Op {
    /** The kind of op, as files and reports name it: "Linear". */
    String kind();

    /**
     * The types of the outputs for these inputs.
     *
     * @throws hone.engine.InvalidInput if the inputs do not fit, with the numbers that disagree
     */
    List<TensorType> infer(List<TensorType> inputs);

    /**
     * The cost of one run, derived from shapes.
     *
     * @param inputs concrete types
     * @param outputs concrete types, as inferred
     */
    Cost cost(List<TensorType> inputs, List<TensorType> outputs);

    /**
     * The input whose memory output {@code output} takes over and updates in place, or -1 for an output with memory of
     * its own. Only ops that update state say otherwise.
     */
    default int updates(int output) {
        return -1;
    }

    /**
     * Whether every element of the output depends on nothing but the inputs' elements at the same place, all of one type:
     * then the output may be written over an input. Every kernel of such an op must read a place before it writes it.
     */
    default boolean elementwise() {
        return false;
    }
}
