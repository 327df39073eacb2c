package hone.engine.op.loss;

import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * The gradient of {@link CrossEntropy} by the logits: (softmax(logits) − target) · dloss / rows, where the
 * target is 1 − smoothing at the label and smoothing / classes everywhere beside. Inputs: logits (…, classes) F32, labels
 * (…) I32, dloss (1) F32. Output: as the logits.
 *
 * @param smoothing of the loss
 */
public record CrossEntropyGradient(float smoothing) implements Op {
    /** @throws hone.engine.InvalidInput if the smoothing is out of its range */
    public CrossEntropyGradient {
        LabelledLogits.requireSmoothing(smoothing);
    }

    /** Of the plain loss. */
    public CrossEntropyGradient() {
        this(0);
    }

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
