package hone.engine.train.gradient;

import hone.engine.op.dropout.Dropout;

/** The gradient is left out and scaled just as the input was: the same op, which finds the same elements again. */
final class DropoutRule implements GradientRule<Dropout> {
    @Override
    public Class<Dropout> op() {
        return Dropout.class;
    }

    @Override
    public void apply(Dropout op, Backward backward) {
        backward.give(0, op, backward.upstream(), backward.input(Dropout.STEP));
    }
}
