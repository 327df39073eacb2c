package hone.engine.format.onnx.lowering;

import hone.engine.format.onnx.reference.NdArray;
import hone.engine.graph.Op;
import hone.engine.op.shape.Unflatten;
import hone.engine.tensor.Dim;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Other dimensions for values on their way into the graph, where all but the first are fixed. */
final class Shapes {
    private Shapes() {}

    /** A value with these dimensions; itself where it has them already. */
    static Optional<Planned> reshaped(LoweringSite site, String part, Planned x, List<Dim> to) {
        return shaped(site, x, to, op -> site.applyPart(part, op, x));
    }

    /** The same with the dimensions of the node's own result. */
    static Optional<Planned> result(LoweringSite site, Planned x) {
        Optional<List<Dim>> to = site.resultDims();
        return to.isEmpty()
                ? site.refuse("a size of its result is a product of open sizes")
                : shaped(site, x, to.get(), op -> site.apply(op, x));
    }

    /** A weight is stored with its new dimensions; all else gets them by an op. */
    private static Optional<Planned> shaped(
            LoweringSite site, Planned x, List<Dim> to, Function<Op, Optional<Planned>> apply) {
        List<Dim> from = x.type().dims();
        if (from.equals(to)) {
            return Optional.of(x);
        }
        if (x.elements().isPresent() && to.stream().allMatch(Dim.Fixed.class::isInstance)) {
            long[] sizes = to.stream().mapToLong(Dim::max).toArray();
            return Optional.of(site.weights()
                    .of(
                            x.name(),
                            x.type() + " shaped",
                            x.type().dtype(),
                            sizes,
                            x.elements().get()));
        }
        boolean kept = !from.isEmpty() && !to.isEmpty() && from.getFirst().equals(to.getFirst());
        boolean fixed = from.isEmpty() || from.getFirst() instanceof Dim.Fixed;
        boolean can = !to.isEmpty()
                && onlyFirstOpen(to)
                && onlyFirstOpen(from)
                && (kept || (fixed && to.getFirst() instanceof Dim.Fixed));
        if (!can) {
            return site.refuse("it moves elements among open dimensions");
        }
        List<Long> sizes = new ArrayList<>();
        for (int d = 0; d < to.size(); d++) {
            sizes.add(d == 0 && kept ? Unflatten.KEPT : to.get(d).max());
        }
        return apply.apply(new Unflatten(sizes));
    }

    private static boolean onlyFirstOpen(List<Dim> dims) {
        return dims.stream().skip(1).allMatch(Dim.Fixed.class::isInstance);
    }

    /** All elements of an array of whole numbers. */
    static long[] wholes(NdArray array) {
        long[] all = new long[array.count()];
        Arrays.setAll(all, array::whole);
        return all;
    }

    /** A value with more dimensions of size 1 behind its own. */
    static Optional<Planned> withOnesBehind(LoweringSite site, Planned x, int ones) {
        List<Dim> dims = new ArrayList<>(x.type().dims());
        for (int i = 0; i < ones; i++) {
            dims.add(Dim.of(1));
        }
        return reshaped(site, "placed", x, dims);
    }
}
