package hone.engine.op.normalization;

import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * Batch normalization as training does it (Ioffe and Szegedy, ICML 2015): each channel by the mean and variance that it
 * has in this batch. Inputs: x (batch, channels) or (batch, channels, height, width), weight and bias (channels), all F32.
 * Outputs: y as x, and the mean and the variance (channels), where the variance is the mean square distance from the mean,
 * without Bessel's correction.
 *
 * @param epsilon added to the variance, against division by 0
 */
public record BatchNormTraining(float epsilon) implements Op {
    /** @throws hone.engine.InvalidInput if epsilon is not a positive finite number */
    public BatchNormTraining {
        var _ = new BatchNorm(epsilon);
    }

    @Override
    public String kind() {
        return "BatchNormTraining";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 3);
        TensorType x = Expect.rankAtLeast(Expect.dtype(inputs.get(0), DType.F32, "input"), 2, "input");
        Expect.vectorFor(Expect.dtype(inputs.get(1), DType.F32, "weight"), x, 1, "weight");
        Expect.vectorFor(Expect.dtype(inputs.get(2), DType.F32, "bias"), x, 1, "bias");
        TensorType channels = TensorType.f32(x.dim(1));
        return List.of(x, channels, channels);
    }

    /** An element takes one operation for the mean, three for the variance and two for the result. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType x = inputs.getFirst();
        return new Cost(
                0,
                6 * x.maxShape().elements() + 5 * x.dim(1).max(),
                inputs.stream().mapToLong(TensorType::maxBytes).sum(),
                outputs.stream().mapToLong(TensorType::maxBytes).sum());
    }
}
