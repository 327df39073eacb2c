package hone.engine.op.loss;

import hone.engine.InvalidInput;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/** The first two inputs of the cross-entropy and of its gradient: logits (…, classes) F32 and labels (…) I32. */
final class LabelledLogits {
    private LabelledLogits() {}

    /** The type of the logits, once both inputs are seen to fit. */
    static TensorType check(List<TensorType> inputs) {
        TensorType logits = Expect.rankAtLeast(Expect.dtype(inputs.get(0), DType.F32, "logits"), 2, "logits");
        TensorType labels = Expect.dtype(inputs.get(1), DType.I32, "labels");
        if (logits.rank() == 2) {
            Expect.vectorFor(labels, logits, 0, "labels");
        } else if (!labels.dims().equals(logits.dims().subList(0, logits.rank() - 1))) {
            throw new InvalidInput("the labels do not fit the logits", "", labels + " vs " + logits);
        }
        return logits;
    }

    /** The share of a target that is spread over all classes alike must leave something for the label. */
    static void requireSmoothing(float smoothing) {
        if (!(smoothing >= 0 && smoothing < 1)) {
            throw new InvalidInput("the label smoothing must be at least 0 and below 1", "", "it is " + smoothing);
        }
    }
}
