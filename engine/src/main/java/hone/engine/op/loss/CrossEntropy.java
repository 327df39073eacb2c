package hone.engine.op.loss;

import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * The mean cross-entropy of a batch, in nats: log Σ exp(logits) − logits[label], averaged over the rows. Inputs: logits
 * (…, classes) F32, labels (…) I32, each from 0 to classes − 1. Output: the loss (1) F32.
 *
 * <p>It starts from logits and not from probabilities, so that the largest logit can be taken out of the exponentials
 * and no input overflows (Goodfellow, Bengio and Courville, "Deep Learning", 2016, section 4.1).
 *
 * @param smoothing the share of each target that all classes have alike, the label's own among them, from 0 to below 1
 *     (Szegedy et al., "Rethinking the Inception architecture", CVPR 2016); 0 is the plain loss
 */
public record CrossEntropy(float smoothing) implements Op {
    /** @throws hone.engine.InvalidInput if the smoothing is out of its range */
    public CrossEntropy {
        LabelledLogits.requireSmoothing(smoothing);
    }

    /** The plain loss. */
    public CrossEntropy() {
        this(0);
    }

    @Override
    public String kind() {
        return "CrossEntropy";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 2);
        LabelledLogits.check(inputs);
        return List.of(TensorType.f32(1L));
    }

    /**
     * A logit is compared, reduced, exponentiated and added; a row takes a logarithm and three more operations. Smoothing
     * adds up the logits too.
     */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType logits = inputs.get(0);
        TensorType labels = inputs.get(1);
        return new Cost(
                0,
                (smoothing > 0 ? 5L : 4L) * logits.maxShape().elements()
                        + 4 * labels.maxShape().elements()
                        + 1,
                logits.maxBytes() + labels.maxBytes(),
                outputs.getFirst().maxBytes());
    }
}
