package hone.engine.kernel.matmul;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Site;
import hone.engine.op.matmul.MatrixProduct;
import hone.engine.tensor.TensorType;

/**
 * The sizes and strides of a matrix product's factors, read off its operands without allocating. Either factor may be a
 * view whose rows lie further apart than it has columns, such as the queries in a matrix of queries, keys and values.
 */
final class ProductGeometry {
    private ProductGeometry() {}

    /** Inner dimension. */
    static long k(MatrixProduct op, Operands operands) {
        return operands.inputSize(1, op.transposeB() ? 1 : 0);
    }

    /** Columns of the result. */
    static long n(MatrixProduct op, Operands operands) {
        return operands.inputSize(1, op.transposeB() ? 0 : 1);
    }

    /** Rows of the result; leading dimensions of a linear layer's input are one long list of rows. */
    static long m(MatrixProduct op, Operands operands) {
        long columns = n(op, operands);
        return columns == 0 ? 0 : operands.outputElements(0) / columns;
    }

    /** Elements from A's row i to row i + 1. */
    static long aRowStride(MatrixProduct op, Operands operands) {
        return op.transposeA() ? 1 : operands.inputRowStride(0);
    }

    /** Elements from A's column p to column p + 1. */
    static long aColumnStride(MatrixProduct op, Operands operands) {
        return op.transposeA() ? operands.inputRowStride(0) : 1;
    }

    /** Elements from B's row p to row p + 1. */
    static long bRowStride(MatrixProduct op, Operands operands) {
        return op.transposeB() ? 1 : operands.inputRowStride(1);
    }

    /** Elements from B's column j to column j + 1. */
    static long bColumnStride(MatrixProduct op, Operands operands) {
        return op.transposeB() ? operands.inputRowStride(1) : 1;
    }

    static long maxM(MatrixProduct op, Site site) {
        long columns = maxN(op, site);
        return columns == 0 ? 0 : site.outputs().getFirst().maxShape().elements() / columns;
    }

    static int maxK(MatrixProduct op, Site site) {
        TensorType b = site.inputs().get(1);
        return Math.toIntExact(b.dim(b.rank() - (op.transposeB() ? 1 : 2)).max());
    }

    static int maxN(MatrixProduct op, Site site) {
        TensorType b = site.inputs().get(1);
        return Math.toIntExact(b.dim(b.rank() - (op.transposeB() ? 2 : 1)).max());
    }
}
