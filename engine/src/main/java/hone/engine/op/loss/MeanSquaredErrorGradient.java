package hone.engine.op.loss;

import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * The gradient of {@link MeanSquaredError} by the predictions: 2 · (prediction − target) · dloss / elements. Inputs:
 * predictions (batch, outputs) F32, targets (batch, outputs) F32, dloss (1) F32. Output: as the predictions.
 */
public record MeanSquaredErrorGradient() implements Op {
    @Override
    public String kind() {
        return "MeanSquaredErrorGradient";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 3);
        TensorType predictions = MeanSquaredError.check(inputs);
        Expect.same(inputs.get(2), TensorType.f32(1L), "loss's gradient");
        return List.of(predictions);
    }

    /** A subtraction and a product for each element; the factor takes two more operations. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        return new Cost(
                0,
                2 * inputs.getFirst().maxShape().elements() + 2,
                inputs.stream().mapToLong(TensorType::maxBytes).sum(),
                outputs.getFirst().maxBytes());
    }
}
