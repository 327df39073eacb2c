package hone.engine.op.normalization;

import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * The gradients of {@link BatchNormTraining}, whose statistics depend on every element of a channel. With x̂ = (x − mean) /
 * √(variance + epsilon) and sums and means over all samples and places of the channel:
 *
 * <pre>
 * dweight = Σ dy · x̂,   dbias = Σ dy,   dx = weight / √(variance + epsilon) · (dy − mean(dy) − x̂ · mean(dy · x̂))
 * </pre>
 *
 * Inputs: x, weight, the batch's mean and variance, and dy as x. Outputs: dx as x, dweight and dbias (channels).
 *
 * @param epsilon of the normalization
 */
public record BatchNormGradient(float epsilon) implements Op {
    /** Input 4: the gradient by the normalization's result. */
    public static final int DY = 4;

    /** @throws hone.engine.InvalidInput if epsilon is not a positive finite number */
    public BatchNormGradient {
        var _ = new BatchNorm(epsilon);
    }

    @Override
    public String kind() {
        return "BatchNormGradient";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 5);
        TensorType x = Expect.rankAtLeast(Expect.dtype(inputs.get(0), DType.F32, "input"), 2, "input");
        Expect.vectorFor(Expect.dtype(inputs.get(1), DType.F32, "weight"), x, 1, "weight");
        Expect.vectorFor(Expect.dtype(inputs.get(2), DType.F32, "mean"), x, 1, "mean");
        Expect.vectorFor(Expect.dtype(inputs.get(3), DType.F32, "variance"), x, 1, "variance");
        Expect.same(x, inputs.get(DY), "input and its output's gradient");
        TensorType channels = TensorType.f32(x.dim(1));
        return List.of(x, channels, channels);
    }

    /** An element takes two operations for x̂ and three for the sums, and in the second pass two and four. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType x = inputs.getFirst();
        return new Cost(
                0,
                11 * x.maxShape().elements(),
                inputs.stream().mapToLong(TensorType::maxBytes).sum(),
                outputs.stream().mapToLong(TensorType::maxBytes).sum());
    }
}
