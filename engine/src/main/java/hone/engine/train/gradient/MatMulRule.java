package hone.engine.train.gradient;

import hone.engine.graph.Value;
import hone.engine.op.matmul.MatMul;

/**
 * C = A · B, so dA = dC · Bᵀ and dB = Aᵀ · dC. A factor that is stored transposed gets the transpose of its gradient,
 * which is the same product with the factors exchanged.
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
            backward.give(A, new MatMul(tb, true), b, dc);
        } else if (backward.wanted(A)) {
            backward.give(A, new MatMul(false, !tb), dc, b);
        }
        if (backward.wanted(B) && tb) {
            backward.give(B, new MatMul(true, ta), dc, a);
        } else if (backward.wanted(B)) {
            backward.give(B, new MatMul(!ta, false), a, dc);
        }
    }
}
