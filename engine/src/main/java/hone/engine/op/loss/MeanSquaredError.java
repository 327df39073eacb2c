package hone.engine.op.loss;

import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * The mean of the squared differences between what a model said and what was measured. Inputs: predictions (batch, outputs)
 * F32, targets (batch, outputs) F32. Output: the loss (1) F32.
 */
public record MeanSquaredError() implements Op {
    @Override
    public String kind() {
        return "MeanSquaredError";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 2);
        check(inputs);
        return List.of(TensorType.f32(1L));
    }

    /** The type of the predictions, once the targets are seen to be of the same. */
    static TensorType check(List<TensorType> inputs) {
        TensorType predictions = Expect.rank(Expect.dtype(inputs.get(0), DType.F32, "predictions"), 2, "predictions");
        Expect.same(inputs.get(1), predictions, "targets");
        return predictions;
    }

    /** A subtraction, a product and a sum for each element, and the division at the end. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType predictions = inputs.getFirst();
        return new Cost(
                0,
                3 * predictions.maxShape().elements() + 1,
                2 * predictions.maxBytes(),
                outputs.getFirst().maxBytes());
    }
}
