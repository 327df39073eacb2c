package hone.engine.format.onnx.lowering;

import hone.engine.graph.Op;
import hone.engine.op.normalization.LogSoftmax;
import hone.engine.op.normalization.Softmax;
import hone.engine.op.shape.Permute;
import hone.engine.tensor.Dim;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** The softmax and its logarithm, over any dimension; before version 13 over all dimensions from one on. */
final class SoftmaxLowering implements Lowering {
    @Override
    public Set<String> operators() {
        return Set.of("Softmax", "LogSoftmax");
    }

    private static final int PER_AXIS = 13;

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        Optional<Planned> x = site.dynamic(0);
        if (x.isEmpty()) {
            return x;
        }
        Op op = site.operator().equals("Softmax") ? new Softmax() : new LogSoftmax();
        if (isOverLast(site)) {
            return site.apply(op, x.get());
        }
        int rank = x.get().type().rank();
        long given = site.whole("axis", site.opset() < PER_AXIS ? 1 : -1);
        int axis = (int) (given < 0 ? given + rank : given);
        return site.opset() < PER_AXIS ? overRest(site, op, x.get(), axis) : overOne(site, op, x.get(), axis);
    }

    private static Optional<Planned> overRest(LoweringSite site, Op op, Planned x, int axis) {
        List<Dim> dims = x.type().dims();
        List<Dim> rest = dims.subList(axis, dims.size());
        if (!rest.stream().allMatch(Dim.Fixed.class::isInstance)) {
            return site.refuse("it is over dimensions of unknown size");
        }
        List<Dim> flat = new ArrayList<>(dims.subList(0, axis));
        flat.add(Dim.of(rest.stream().mapToLong(Dim::max).reduce(1, Math::multiplyExact)));
        return Shapes.reshaped(site, "flat", x, flat)
                .flatMap(rows -> site.applyPart("rows", op, rows))
                .flatMap(rows -> Shapes.result(site, rows));
    }

    private static Optional<Planned> overOne(LoweringSite site, Op op, Planned x, int axis) {
        int last = x.type().rank() - 1;
        List<Integer> order = IntStream.range(0, last + 1)
                .map(d -> d == axis ? last : d == last ? axis : d)
                .boxed()
                .toList();
        return site.applyPart("turned", new Permute(order), x)
                .flatMap(rows -> site.applyPart("rows", op, rows))
                .flatMap(rows -> site.apply(new Permute(order), rows));
    }

    /** Whether a node is a softmax over its last dimension. */
    static boolean isOverLast(LoweringSite site) {
        long axis = site.whole("axis", site.opset() < PER_AXIS ? 1 : -1);
        return axis == -1 || axis == site.rank(0) - 1;
    }
}
