package hone.engine.op.normalization;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * Normalization by the root of the mean square over the last dimension (Zhang and Sennrich, 2019): y = x / √(mean x² + ε)
 * · weight. Inputs: x (…, width), weight (width), both F32; output as x.
 *
 * @param epsilon added to the mean square, against division by 0
 */
public record RmsNorm(float epsilon) implements Op {
    /** @throws InvalidInput if epsilon is not a positive finite number */
    public RmsNorm {
        if (!(epsilon > 0 && epsilon < Float.POSITIVE_INFINITY)) {
            throw new InvalidInput(
                    "the epsilon of a normalization must be positive and finite", "", "it is " + epsilon);
        }
    }

    @Override
    public String kind() {
        return "RmsNorm";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 2);
        TensorType x = Expect.rankAtLeast(Expect.dtype(inputs.get(0), DType.F32, "input"), 1, "input");
        Expect.vectorFor(Expect.dtype(inputs.get(1), DType.F32, "weight"), x, x.rank() - 1, "weight");
        return List.of(x);
    }

    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType x = inputs.getFirst();
        return new Cost(
                0, 4 * x.maxShape().elements(), x.maxBytes() + inputs.get(1).maxBytes(), x.maxBytes());
    }
}
