package hone.engine.op.conv;

import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * The gradient of {@link AveragePool2d}: each pixel of a window gets an equal share of the window's gradient, and where
 * windows overlap their sum. Input: dy (batch, channels, places down, places across). Output: (batch, channels, height,
 * width).
 *
 * @param of the pooling; one whose window is the whole image stands for {@link GlobalAveragePool2d}
 * @param image its height and width
 */
public record AveragePool2dGradient(AveragePool2d of, Extent image) implements Op {
    /** @throws hone.engine.InvalidInput if the image is empty */
    public AveragePool2dGradient {
        Extent.check(image, 1, "image");
    }

    @Override
    public String kind() {
        return "AveragePool2dGradient";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 1);
        TensorType dy = Expect.rank(Expect.dtype(inputs.getFirst(), DType.F32, "gradient"), 4, "gradient");
        TensorType x = TensorType.f32(dy.dim(0), dy.dim(1), Dim.of(image.height()), Dim.of(image.width()));
        Expect.same(of.infer(List.of(x)).getFirst(), dy, "pooling's output and its gradient");
        return List.of(x);
    }

    /** A division for each window and an addition for each of its pixels. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType dy = inputs.getFirst();
        long size = (long) of.kernel().height() * of.kernel().width();
        return new Cost(
                0,
                (size + 1) * dy.maxShape().elements(),
                dy.maxBytes(),
                outputs.getFirst().maxBytes());
    }
}
