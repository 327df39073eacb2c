package hone.engine.op.normalization;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * Batch normalization with the statistics gathered in training (Ioffe and Szegedy, 2015), over dimension 1: y = (x − mean) /
 * √(variance + epsilon) · weight + bias for each channel. Inputs: x (batch, channels) or (batch, channels, height, width),
 * then weight, bias, mean and variance, each (channels), all F32. Output: as x.
 *
 * @param epsilon added to the variance, against division by 0
 */
public record BatchNorm(float epsilon) implements Op {
    /** @throws InvalidInput if epsilon is not a positive finite number */
    public BatchNorm {
        if (!(epsilon > 0 && epsilon < Float.POSITIVE_INFINITY)) {
            throw new InvalidInput(
                    "the epsilon of a normalization must be positive and finite", "", "it is " + epsilon);
        }
    }

    @Override
    public String kind() {
        return "BatchNorm";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 5);
        TensorType x = Expect.rankAtLeast(Expect.dtype(inputs.get(0), DType.F32, "input"), 2, "input");
        Expect.vectorFor(Expect.dtype(inputs.get(1), DType.F32, "weight"), x, 1, "weight");
        Expect.vectorFor(Expect.dtype(inputs.get(2), DType.F32, "bias"), x, 1, "bias");
        Expect.vectorFor(Expect.dtype(inputs.get(3), DType.F32, "mean"), x, 1, "mean");
        Expect.vectorFor(Expect.dtype(inputs.get(4), DType.F32, "variance"), x, 1, "variance");
        return List.of(x);
    }

    /** The four numbers of a channel become a factor and a summand in five operations; an element takes two. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType x = inputs.getFirst();
        return new Cost(
                0,
                2 * x.maxShape().elements() + 5 * x.dim(1).max(),
                inputs.stream().mapToLong(TensorType::maxBytes).sum(),
                x.maxBytes());
    }
}
