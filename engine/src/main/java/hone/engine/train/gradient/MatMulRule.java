package hone.engine.train.gradient;

import hone.engine.InvalidInput;
import hone.engine.graph.Value;
import hone.engine.op.matmul.MatMul;
import hone.engine.op.reduce.SumRows;
import hone.engine.tensor.TensorType;

/**
 * C = A · B, so dA = dC · Bᵀ and dB = Aᵀ · dC. A factor that is stored transposed gets the transpose of its gradient,
 * which is the same product with the factors exchanged. A matrix that all pairs of a product with leading dimensions share
 * gets the sum of its gradients by each of them.
 */
final class MatMulRule implements GradientRule<MatMul> {
    private static final int A = 0;
    private static final int B = 1;

    @Override
    public Class<MatMul> op() {
        return MatMul.class;
    }

    @Override
    public void apply(MatMul op, Backward backward) {
        Value dc = backward.upstream();
        Value a = backward.input(A);
        Value b = backward.input(B);
        boolean ta = op.transposeA();
        boolean tb = op.transposeB();
        if (backward.wanted(A) && ta) {
            give(backward, A, new MatMul(tb, true), b, dc);
        } else if (backward.wanted(A)) {
            give(backward, A, new MatMul(false, !tb), dc, b);
        }
        if (backward.wanted(B) && tb) {
            give(backward, B, new MatMul(true, ta), dc, a);
        } else if (backward.wanted(B)) {
            give(backward, B, new MatMul(!ta, false), a, dc);
        }
    }

    private static void give(Backward backward, int input, MatMul product, Value left, Value right) {
        TensorType factor = backward.type(backward.input(input));
        TensorType result = backward.type(backward.upstream());
        int leading = result.rank() - 2;
        if (factor.rank() == 2 && leading > 0) {
            backward.give(input, new SumRows(2), backward.step(input, "each", product, left, right));
            return;
        }
        if (factor.rank() != result.rank()
                || !factor.dims().subList(0, leading).equals(result.dims().subList(0, leading))) {
            throw new InvalidInput(
                    "a matrix product can be trained where a factor has all leading dimensions of the result or none",
                    "",
                    "the factor is " + factor + " and the result " + result);
        }
        backward.give(input, product, left, right);
    }
}
