package hone.engine.op.normalization;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * Layer normalization over the last dimension (Ba, Kiros and Hinton, 2016): y = (x − mean) / √(variance + ε) · weight +
 * bias. Inputs: x (…, width), weight (width), bias (width), all F32; output as x.
 *
 * @param epsilon added to the variance, against division by 0
 */
public record LayerNorm(float epsilon) implements Op {
    /** @throws InvalidInput if epsilon is not a positive finite number */
    public LayerNorm {
        if (!(epsilon > 0 && epsilon < Float.POSITIVE_INFINITY)) {
            throw new InvalidInput(
                    "the epsilon of a normalization must be positive and finite", "", "it is " + epsilon);
        }
    }

    @Override
    public String kind() {
        return "LayerNorm";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 3);
        TensorType x = Expect.rankAtLeast(Expect.dtype(inputs.get(0), DType.F32, "input"), 1, "input");
        Expect.vectorFor(Expect.dtype(inputs.get(1), DType.F32, "weight"), x, x.rank() - 1, "weight");
        Expect.vectorFor(Expect.dtype(inputs.get(2), DType.F32, "bias"), x, x.rank() - 1, "bias");
        return List.of(x);
    }

    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType x = inputs.getFirst();
        return new Cost(
                0,
                6 * x.maxShape().elements(),
                x.maxBytes() + inputs.get(1).maxBytes() + inputs.get(2).maxBytes(),
                x.maxBytes());
    }
}
