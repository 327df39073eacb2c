package hone.engine.op.conv;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.activation.Activation;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * The convolution of images, which as everywhere in the field is a cross-correlation: the kernel is not mirrored.
 * Inputs: x (batch, channels, height, width), W (out, channels / groups, kernel height, kernel width), and b (out) where
 * {@code bias}. Output: (batch, out, places down, places across).
 *
 * @param stride pixels from one place of the kernel to the next
 * @param padding rows and columns of zeros around the image, the same at opposite sides
 * @param dilation pixels from one element of the kernel to the next: 1 leaves no gap
 * @param groups the channels fall into so many groups, and each output sees only its own; as many as there are channels
 *     makes the convolution depthwise
 * @param bias whether there is a third input
 * @param activation a function of each result, which is applied while the results are still at hand
 */
public record Conv2d(Extent stride, Extent padding, Extent dilation, int groups, boolean bias, Activation activation)
        implements Op {
    public Conv2d {
        Extent.check(stride, 1, "stride");
        Extent.check(padding, 0, "padding");
        Extent.check(dilation, 1, "dilation");
        if (groups < 1) {
            throw new InvalidInput("a convolution needs at least one group", "", "it has " + groups);
        }
    }

    /** The convolution alone. */
    public Conv2d(Extent stride, Extent padding, Extent dilation, int groups, boolean bias) {
        this(stride, padding, dilation, groups, bias, Activation.NONE);
    }

    public Conv2d withActivation(Activation other) {
        return new Conv2d(stride, padding, dilation, groups, bias, other);
    }

    /** Without an activation as it was before there were any: a model's hash is made from such texts. */
    @Override
    public String toString() {
        return "Conv2d[stride=" + stride + ", padding=" + padding + ", dilation=" + dilation + ", groups=" + groups
                + ", bias=" + bias + (activation == Activation.NONE ? "" : ", activation=" + activation) + "]";
    }

    /** The usual convolution: stride and dilation 1, one group, with bias. */
    public static Conv2d padded(int padding) {
        return new Conv2d(Extent.square(1), Extent.square(padding), Extent.square(1), 1, true);
    }

    @Override
    public String kind() {
        return "Conv2d";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, bias ? 3 : 2);
        TensorType x = Window.images(inputs.get(0));
        TensorType w = Expect.rank(Expect.dtype(inputs.get(1), DType.F32, "weight"), 4, "weight");
        checkChannels(x.dim(1).max(), w);
        if (bias) {
            Expect.vectorFor(Expect.dtype(inputs.get(2), DType.F32, "bias"), w, 0, "bias");
        }
        Extent kernel = new Extent(side(w.dim(2).max(), "kernel"), side(w.dim(3).max(), "kernel"));
        Extent places = new Window(kernel, stride, padding, dilation).places(x);
        TensorType y = TensorType.f32(x.dim(0), w.dim(0), Dim.of(places.height()), Dim.of(places.width()));
        checkCount(y, w);
        return List.of(y);
    }

    /**
     * The places of a kernel on an image of this size.
     *
     * @throws InvalidInput if there is none
     */
    public Extent places(Extent kernel, Extent image) {
        TensorType type = TensorType.f32(1L, 1L, image.height(), image.width());
        return new Window(kernel, stride, padding, dilation).places(type);
    }

    private void checkChannels(long channels, TensorType w) {
        long out = side(w.dim(0).max(), "number of output channels");
        if (channels % groups != 0 || out % groups != 0) {
            throw new InvalidInput(
                    "the channels do not fall into equal groups",
                    "",
                    channels + " inputs and " + out + " outputs in " + groups + " groups");
        }
        if (w.dim(1).max() != channels / groups) {
            throw new InvalidInput(
                    "the weight has the wrong number of input channels",
                    "",
                    w.dim(1) + " instead of " + channels / groups + ", as " + channels + " in groups of " + groups
                            + " need");
        }
    }

    private static int side(long size, String which) {
        if (size < 1 || size > Integer.MAX_VALUE) {
            throw new InvalidInput("the " + which + " must be between 1 and " + Integer.MAX_VALUE, "", "it is " + size);
        }
        return (int) size;
    }

    /** So that neither bytes nor FLOPs overflow. */
    private static void checkCount(TensorType y, TensorType w) {
        long outputs = y.maxShape().elements();
        long steps = w.maxShape().elements() / w.dim(0).max();
        if (Math.multiplyHigh(2 * outputs, steps) != 0 || 2 * outputs * steps < 0) {
            throw new InvalidInput(
                    "the convolution is too large", "", outputs + " results of " + steps + " multiply-adds each");
        }
    }

    /**
     * 2 × outputs × kernel elements of a group, as the field counts: places where the kernel overhangs into the padding
     * count in full. The bias is one addition an output, and an activation what it is by itself.
     */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType w = inputs.get(1);
        long results = outputs.getFirst().maxShape().elements();
        return new Cost(
                2 * results * w.dim(1).max() * w.dim(2).max() * w.dim(3).max(),
                (bias ? results : 0) + activation.elementwiseOps(outputs.getFirst()),
                inputs.stream().mapToLong(TensorType::maxBytes).sum(),
                outputs.getFirst().maxBytes());
    }
}
