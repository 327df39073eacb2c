package hone.engine.op.conv;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * One number for each place of a window in each channel. Input: (batch, channels, height, width); output: (batch,
 * channels, places down, places across). Places that would reach beyond the padding are left out. One ladder of kernels
 * serves both kinds.
 */
public sealed interface Pool2d extends Op permits MaxPool2d, AveragePool2d {
    /** Pixels of the window. */
    Extent kernel();

    /** Pixels from one place of the window to the next. */
    Extent stride();

    /** Pixels around the image, fewer than the window has: no place lies wholly in the padding. */
    Extent padding();

    /** Checks the attributes; called by constructors. */
    static void check(Extent kernel, Extent stride, Extent padding) {
        Extent.check(kernel, 1, "window");
        Extent.check(stride, 1, "stride");
        Extent.check(padding, 0, "padding");
        if (padding.height() >= kernel.height() || padding.width() >= kernel.width()) {
            throw new InvalidInput(
                    "the padding must be smaller than the window", "", padding + " for a window of " + kernel);
        }
    }

    @Override
    default List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 1);
        TensorType x = Window.images(inputs.getFirst());
        Extent places = new Window(kernel(), stride(), padding(), Extent.square(1)).places(x);
        TensorType y = TensorType.f32(x.dim(0), x.dim(1), Dim.of(places.height()), Dim.of(places.width()));
        long results = y.maxShape().elements();
        long size = (long) kernel().height() * kernel().width();
        if (Math.multiplyHigh(results, size) != 0 || results * size < 0) {
            throw new InvalidInput("the pooling is too large", "", results + " results of " + size + " pixels each");
        }
        return List.of(y);
    }

    /** By the definition: a window of n pixels takes n operations, the first pixel's being the division of a mean. */
    @Override
    default Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        long size = (long) kernel().height() * kernel().width();
        long each = this instanceof MaxPool2d ? size - 1 : size;
        TensorType y = outputs.getFirst();
        return new Cost(0, each * y.maxShape().elements(), inputs.getFirst().maxBytes(), y.maxBytes());
    }
}
