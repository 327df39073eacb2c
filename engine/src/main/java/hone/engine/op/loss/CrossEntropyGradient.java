package hone.engine.op.loss;

import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * The gradient of {@link CrossEntropy} by the logits: (softmax(logits) − onehot(label)) · dloss / batch. Inputs: logits
 * (batch, classes) F32, labels (batch) I32, dloss (1) F32. Output: (batch, classes) F32.
 */
public record CrossEntropyGradient() implements Op {
    @Override
    public String kind() {
        return "CrossEntropyGradient";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 3);
        TensorType logits = LabelledLogits.check(inputs);
        Expect.same(inputs.get(2), TensorType.f32(1L), "loss's gradient");
        return List.of(logits);
    }

    /** A logit is compared, reduced, exponentiated, added and scaled; a row takes a division and a subtraction. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        long logits = inputs.get(0).maxShape().elements();
        long rows = inputs.get(1).maxShape().elements();
        return new Cost(
                0,
                5 * logits + 2 * rows + 1,
                inputs.stream().mapToLong(TensorType::maxBytes).sum(),
                outputs.getFirst().maxBytes());
    }
}
