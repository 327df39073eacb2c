package hone.engine.train.gradient;

import hone.engine.op.elementwise.Mul;

/** y = a · b element by element, so da = dy · b and db = dy · a. */
final class MulRule implements GradientRule<Mul> {
    @Override
    public Class<Mul> op() {
        return Mul.class;
    }

    @Override
    public void apply(Mul op, Backward backward) {
        for (int factor = 0; factor < 2; factor++) {
            if (backward.wanted(factor)) {
                backward.give(factor, new Mul(), backward.upstream(), backward.input(1 - factor));
            }
        }
    }
}
