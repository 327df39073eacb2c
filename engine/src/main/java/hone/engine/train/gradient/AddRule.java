package hone.engine.train.gradient;

import hone.engine.op.elementwise.Add;

/** The gradient of a sum goes to both terms as it is. */
final class AddRule implements GradientRule<Add> {
    @Override
    public Class<Add> op() {
        return Add.class;
    }

    @Override
    public void apply(Add op, Backward backward) {
        backward.pass(0, backward.upstream());
        backward.pass(1, backward.upstream());
    }
}
