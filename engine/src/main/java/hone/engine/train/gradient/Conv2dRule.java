package hone.engine.train.gradient;

import hone.engine.InvalidInput;
import hone.engine.graph.Value;
import hone.engine.op.activation.Activation;
import hone.engine.op.conv.Col2im;
import hone.engine.op.conv.Conv2d;
import hone.engine.op.conv.Extent;
import hone.engine.op.conv.Im2col;
import hone.engine.op.matmul.MatMul;
import hone.engine.op.reduce.SumChannels;
import hone.engine.op.reduce.SumRows;
import hone.engine.op.shape.Unflatten;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * With the image laid out in columns, a convolution is the product Y = W · columns for each image and group, so that its
 * gradients are those of a product: dW = Σ images dY · columnsᵀ, and dcolumns = Wᵀ · dY, which {@link Col2im} adds up to
 * the image. Both then run on the matrix product's fastest kernel. The bias gets the sum of its channel.
 *
 * <p>// x (batch, channels, …), W (out, channels / groups, kernel height, kernel width), dy (batch, out, …)
 */
final class Conv2dRule implements GradientRule<Conv2d> {
    private static final int X = 0;
    private static final int W = 1;
    private static final int B = 2;

    @Override
    public Class<Conv2d> op() {
        return Conv2d.class;
    }

    @Override
    public void apply(Conv2d op, Backward backward) {
        if (op.activation() != Activation.NONE) {
            throw new InvalidInput(
                    "a convolution with a fused activation cannot be trained",
                    op.toString(),
                    "what goes into the activation is not kept; train first and fuse after");
        }
        Value dy = backward.upstream();
        if (op.bias() && backward.wanted(B)) {
            backward.give(B, new SumChannels(), dy);
        }
        if (backward.wanted(W)) {
            giveWeight(op, backward, rows(op, backward, W));
        }
        if (backward.wanted(X)) {
            giveImage(op, backward, rows(op, backward, X));
        }
    }

    /** dy as matrices // (batch, groups, out / groups, places) */
    private static Value rows(Conv2d op, Backward backward, int input) {
        TensorType type = backward.type(backward.upstream());
        List<Long> sizes = List.of(
                (long) op.groups(),
                type.dim(1).max() / op.groups(),
                type.dim(2).max() * type.dim(3).max());
        return backward.step(input, "rows", Unflatten.behindBatch(sizes), backward.upstream());
    }

    private static Extent kernel(TensorType w) {
        return new Extent((int) w.dim(2).max(), (int) w.dim(3).max());
    }

    private static void giveWeight(Conv2d op, Backward backward, Value rows) {
        TensorType w = backward.type(backward.input(W));
        Value columns = backward.step(W, "columns", new Im2col(op, kernel(w)), backward.input(X));
        Value each = backward.step(W, "each", new MatMul(false, true), rows, columns);
        Value sum = backward.step(W, "sum", new SumRows(3), each);
        List<Long> sizes = w.dims().stream().map(dim -> dim.max()).toList();
        backward.give(W, new Unflatten(sizes), sum);
    }

    private static void giveImage(Conv2d op, Backward backward, Value rows) {
        TensorType w = backward.type(backward.input(W));
        TensorType x = backward.type(backward.input(X));
        long out = w.dim(0).max();
        List<Long> sizes =
                List.of((long) op.groups(), out / op.groups(), w.maxShape().elements() / out);
        Value matrices = backward.step(X, "weight", new Unflatten(sizes), backward.input(W));
        Value columns = backward.step(X, "columns", new MatMul(true, false), matrices, rows);
        Extent image = new Extent((int) x.dim(2).max(), (int) x.dim(3).max());
        backward.give(X, new Col2im(op, kernel(w), (int) x.dim(1).max(), image), columns);
    }
}
