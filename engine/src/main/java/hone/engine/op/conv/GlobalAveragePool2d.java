package hone.engine.op.conv;

import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.List;

/** The mean of each channel over the whole image: (batch, channels, height, width) gives (batch, channels, 1, 1). */
public record GlobalAveragePool2d() implements Op {
    @Override
    public String kind() {
        return "GlobalAveragePool2d";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 1);
        TensorType x = Window.images(inputs.getFirst());
        return List.of(TensorType.f32(x.dim(0), x.dim(1), Dim.of(1), Dim.of(1)));
    }

    /** An addition for each pixel but the first, and a division. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType x = inputs.getFirst();
        return new Cost(
                0, x.maxShape().elements(), x.maxBytes(), outputs.getFirst().maxBytes());
    }
}
