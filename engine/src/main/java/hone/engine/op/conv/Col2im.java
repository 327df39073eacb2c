package hone.engine.op.conv;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * The transpose of {@link Im2col}: every pixel gets the sum of all columns' elements that were copied from it, and what was
 * padding is dropped. It turns the gradient of a convolution's columns into that of its image. Input: (batch, groups,
 * channels / groups · kernel height · kernel width, places). Output: (batch, channels, height, width).
 *
 * @param of the convolution whose stride, padding, dilation and groups it has
 * @param kernel elements of its kernel, both ways
 * @param channels of the image
 * @param image its height and width
 */
public record Col2im(Conv2d of, Extent kernel, int channels, Extent image) implements Op {
    /** @throws InvalidInput if a size is out of its range */
    public Col2im {
        Extent.check(kernel, 1, "window");
        Extent.check(image, 1, "image");
        if (channels < 1) {
            throw new InvalidInput("an image needs at least one channel", "", "it has " + channels);
        }
    }

    @Override
    public String kind() {
        return "Col2im";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 1);
        TensorType columns = Expect.rank(Expect.dtype(inputs.getFirst(), DType.F32, "columns"), 4, "columns");
        TensorType x = TensorType.f32(columns.dim(0), Dim.of(channels), Dim.of(image.height()), Dim.of(image.width()));
        Expect.same(columns, Im2col.columns(Window.images(x), of, kernel), "columns and those of the image");
        return List.of(x);
    }

    /** An addition for each element of the columns. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType columns = inputs.getFirst();
        return new Cost(
                0,
                columns.maxShape().elements(),
                columns.maxBytes(),
                outputs.getFirst().maxBytes());
    }
}
