package hone.engine.train.gradient;

import hone.engine.op.shape.Flatten;
import hone.engine.op.shape.Unflatten;
import hone.engine.tensor.TensorType;
import java.util.List;

/** Every element keeps its place in memory, and so does its gradient: only the dimensions come back. */
final class FlattenRule implements GradientRule<Flatten> {
    @Override
    public Class<Flatten> op() {
        return Flatten.class;
    }

    @Override
    public void apply(Flatten op, Backward backward) {
        TensorType x = backward.type(backward.input(0));
        List<Long> sizes =
                x.dims().subList(1, x.rank()).stream().map(dim -> dim.max()).toList();
        backward.give(0, Unflatten.behindBatch(sizes), backward.upstream());
    }
}
