package hone.engine.kernel.pool;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Site;
import hone.engine.op.conv.MaxPool2d;
import hone.engine.op.conv.Pool2d;
import hone.engine.tensor.TensorType;

/** The sizes of a pooling that do not change from run to run: those of one channel of one image. */
record PoolShape(Pool2d op, int height, int width, int outHeight, int outWidth) {
    static PoolShape of(Pool2d op, Site site) {
        TensorType x = site.inputs().getFirst();
        TensorType y = site.outputs().getFirst();
        return new PoolShape(op, size(x, 2), size(x, 3), size(y, 2), size(y, 3));
    }

    private static int size(TensorType type, int dim) {
        return Math.toIntExact(type.dim(dim).max());
    }

    /** Whether it is the largest pixel that is sought, or the mean. */
    boolean largest() {
        return op instanceof MaxPool2d;
    }

    /** What padding holds: it is never the largest, and adds nothing to a sum. */
    float padding() {
        return largest() ? Float.NEGATIVE_INFINITY : 0;
    }

    /** The first image row that a row of results looks at. */
    int firstRow(int row) {
        return Math.max(0, row * op.stride().height() - op.padding().height());
    }

    /** The row after the last. */
    int endRow(int row) {
        return Math.min(
                height,
                row * op.stride().height() - op.padding().height() + op.kernel().height());
    }

    /** The first image column that the results of a column look at. */
    int firstColumn(int column) {
        return Math.max(0, column * op.stride().width() - op.padding().width());
    }

    /** How many image columns the results of a column look at. */
    int columns(int column) {
        int left = column * op.stride().width() - op.padding().width();
        return Math.min(width, left + op.kernel().width()) - Math.max(0, left);
    }

    /** Channels of all images of this run. */
    static long planes(Operands operands) {
        return operands.inputSize(0, 0) * operands.inputSize(0, 1);
    }
}
