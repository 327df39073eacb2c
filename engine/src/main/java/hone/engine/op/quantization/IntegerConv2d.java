package hone.engine.op.quantization;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.op.conv.Extent;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * The convolution of images of 8-bit whole numbers, summed exactly. Inputs: x (batch, channels, height, width) and W (out,
 * channels / groups, kernel height, kernel width), each I8 or U8, the zero point of x, one number, and that of W, one number or
 * one for each output. Output: (batch, out, places down, places across) I32. What lies in the padding is x's zero point.
 *
 * @param before padding above and to the left
 * @param after padding below and to the right
 */
public record IntegerConv2d(Extent stride, Extent before, Extent after, Extent dilation, int groups) implements Op {
    /** @throws InvalidInput if a number is out of its range */
    public IntegerConv2d {
        Extent.check(stride, 1, "stride");
        Extent.check(before, 0, "padding");
        Extent.check(after, 0, "padding");
        Extent.check(dilation, 1, "dilation");
        if (groups < 1) {
            throw new InvalidInput("a convolution needs at least one group", "", "it has " + groups);
        }
    }

    @Override
    public String kind() {
        return "IntegerConv2d";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 4);
        TensorType x = Expect.rank(Scales.bytes(inputs.get(0), "input"), 4, "input");
        TensorType w = Expect.rank(Scales.bytes(inputs.get(1), "weight"), 4, "weight");
        Expect.dtype(inputs.get(2), x.dtype(), "zero point of the input");
        Expect.dtype(inputs.get(3), w.dtype(), "zero point of the weight");
        Scales.perSlice(x, inputs.get(2), -1, "zero point of the input");
        Scales.perSlice(w, inputs.get(3), 0, "zero point of the weight");
        long channels = Expect.fixed(x, 1, "input");
        if (w.dim(1).max() * groups != channels || w.dim(0).max() % groups != 0) {
            throw new InvalidInput("the channels do not fit the weight", "", x + " and " + w + ", groups " + groups);
        }
        long down = places(x, w, 2, stride.height(), before.height() + (long) after.height(), dilation.height());
        long across = places(x, w, 3, stride.width(), before.width() + (long) after.width(), dilation.width());
        return List.of(new TensorType(DType.I32, List.of(x.dim(0), w.dim(0), Dim.of(down), Dim.of(across))));
    }

    private static long places(TensorType x, TensorType w, int d, int stride, long padding, int dilation) {
        long reach = (Expect.fixed(w, d, "weight") - 1) * dilation + 1;
        long size = Expect.fixed(x, d, "input") + padding;
        if (reach > size || reach < 1) {
            throw new InvalidInput("the window does not fit the padded image", "", x + " and " + w);
        }
        return 1 + (size - reach) / stride;
    }

    /** 2 × multiply-adds; places where the kernel overhangs into the padding count in full. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType w = inputs.get(1);
        TensorType y = outputs.getFirst();
        long steps = w.dim(1).max() * w.dim(2).max() * w.dim(3).max();
        return new Cost(
                2 * y.maxShape().elements() * steps,
                0,
                inputs.stream().mapToLong(TensorType::maxBytes).sum(),
                y.maxBytes());
    }
}
