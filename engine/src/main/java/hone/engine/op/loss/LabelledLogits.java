package hone.engine.op.loss;

import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/** The first two inputs of the cross-entropy and of its gradient: logits (batch, classes) F32 and labels (batch) I32. */
final class LabelledLogits {
    private LabelledLogits() {}

    /** The type of the logits, once both inputs are seen to fit. */
    static TensorType check(List<TensorType> inputs) {
        TensorType logits = Expect.rank(Expect.dtype(inputs.get(0), DType.F32, "logits"), 2, "logits");
        Expect.vectorFor(Expect.dtype(inputs.get(1), DType.I32, "labels"), logits, 0, "labels");
        return logits;
    }
}
