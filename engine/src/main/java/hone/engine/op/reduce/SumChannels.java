package hone.engine.op.reduce;

import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * The sum of each channel over all samples and places: x (batch, channels, …) F32 gives (channels), the gradient of a
 * convolution's bias.
 */
public record SumChannels() implements Op {
    @Override
    public String kind() {
        return "SumChannels";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 1);
        TensorType x = Expect.rankAtLeast(Expect.dtype(inputs.get(0), DType.F32, "input"), 2, "input");
        return List.of(TensorType.f32(x.dim(1)));
    }

    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType x = inputs.getFirst();
        return new Cost(
                0, x.maxShape().elements(), x.maxBytes(), outputs.getFirst().maxBytes());
    }
}
