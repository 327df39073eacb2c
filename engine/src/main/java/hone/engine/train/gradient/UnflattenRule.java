package hone.engine.train.gradient;

import hone.engine.InvalidInput;
import hone.engine.op.shape.Flatten;
import hone.engine.op.shape.Unflatten;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.List;

/** The other way round than {@link FlattenRule}: the gradient of a sample gets its input's dimensions again. */
final class UnflattenRule implements GradientRule<Unflatten> {
    @Override
    public Class<Unflatten> op() {
        return Unflatten.class;
    }

    @Override
    public void apply(Unflatten op, Backward backward) {
        TensorType x = backward.type(backward.input(0));
        if (x.rank() == 2 && op.sizes().getFirst() == Unflatten.KEPT) {
            backward.give(0, new Flatten(), backward.upstream());
            return;
        }
        if (x.rank() < 2 || op.sizes().getFirst() != Unflatten.KEPT) {
            throw new InvalidInput(
                    "only the unflattening of what lies behind a batch can be trained",
                    op.toString(),
                    "the input is " + x);
        }
        List<Long> sizes = x.dims().stream().skip(1).map(Dim::max).toList();
        backward.give(0, Unflatten.behindBatch(sizes), backward.upstream());
    }
}
