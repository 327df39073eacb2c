package hone.engine.op.conv;

import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * The pixels that each element of a convolution's kernel meets on its way over the image, zeros for the padding (Chellapilla
 * et al., "High performance convolutional neural networks for document processing", 2006). Input: x (batch, channels,
 * height, width). Output: (batch, groups, channels / groups · kernel height · kernel width, places), so that the
 * convolution and its weight's gradient are matrix products.
 *
 * @param of the convolution whose stride, padding, dilation and groups it has
 * @param kernel elements of its kernel, both ways
 */
public record Im2col(Conv2d of, Extent kernel) implements Op {
    /** @throws hone.engine.InvalidInput if the kernel is empty */
    public Im2col {
        Extent.check(kernel, 1, "window");
    }

    @Override
    public String kind() {
        return "Im2col";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 1);
        return List.of(columns(Window.images(inputs.getFirst()), of, kernel));
    }

    /** The type of the columns for images of this type. */
    static TensorType columns(TensorType images, Conv2d of, Extent kernel) {
        Extent places = new Window(kernel, of.stride(), of.padding(), of.dilation()).places(images);
        long rows = images.dim(1).max() / of.groups() * kernel.height() * kernel.width();
        return new TensorType(
                DType.F32,
                List.of(
                        images.dim(0),
                        Dim.of(of.groups()),
                        Dim.of(rows),
                        Dim.of((long) places.height() * places.width())));
    }

    /** No arithmetic: a pixel is copied for each kernel element that meets it. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        return new Cost(0, 0, inputs.getFirst().maxBytes(), outputs.getFirst().maxBytes());
    }
}
