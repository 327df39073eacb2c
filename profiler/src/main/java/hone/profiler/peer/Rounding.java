package hone.profiler.peer;

import hone.engine.graph.Graph;
import hone.engine.graph.Node;
import hone.engine.graph.Op;
import hone.engine.op.matmul.Int4Linear;
import hone.engine.op.matmul.Int8Linear;
import hone.engine.op.quantization.IntegerConv2d;
import hone.engine.op.quantization.IntegerMatMul;

/** What a model rounds to few bits, as far as a session of ONNX Runtime has to be set for it. */
public enum Rounding {
    /** Nothing, or what no setting is for. */
    NONE,
    /** Weights alone: they are widened to float32 once, when the session is made, instead of in every run. */
    WEIGHTS,
    /**
     * Weights and activations: products of 8-bit numbers are exact. On x86 processors without an instruction for dot products of
     * bytes pairs of products would else be added in 16 bits, where they saturate: something else than the model says.
     */
    ACTIVATIONS;

    /**
     * Of a model. One with scales for groups beside rounded activations is {@link #NONE}: ONNX Runtime 1.26 ends the process
     * where it is to compute such weights exactly. Its answers may then be others than the model's, which a comparison shows.
     */
    public static Rounding of(Graph graph) {
        boolean weights = false;
        boolean activations = false;
        boolean groups = false;
        for (Node.Apply node : graph.applications()) {
            Op op = node.op();
            if (op instanceof Int8Linear layer) {
                weights = true;
                activations |= layer.quantizedActivations();
                groups |= layer.groupSize() != 0;
            } else if (op instanceof Int4Linear) {
                weights = true;
                groups = true;
            } else if (op instanceof IntegerMatMul || op instanceof IntegerConv2d) {
                activations = true;
            }
        }
        if (activations) {
            return groups ? NONE : ACTIVATIONS;
        }
        return weights ? WEIGHTS : NONE;
    }
}
