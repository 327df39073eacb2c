package hone.engine.format.onnx.lowering;

import hone.engine.op.shape.Slice;
import hone.engine.tensor.Dim;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** A value in several parts, each a slice of it. */
final class SplitLowering implements Lowering {
    @Override
    public Set<String> operators() {
        return Set.of("Split");
    }

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        Optional<Planned> x = site.dynamic(0);
        if (x.isEmpty()) {
            return x;
        }
        List<Dim> dims = x.get().type().dims();
        long given = site.whole("axis", 0);
        int axis = (int) (given < 0 ? given + dims.size() : given);
        if (!(dims.get(axis) instanceof Dim.Fixed whole)) {
            return site.refuse("it splits a dimension of unknown size");
        }
        if (site.has(1) && site.constant(1).isEmpty()) {
            return site.refuse("its sizes are not known before it runs");
        }
        long[] sizes = SplitLinearLowering.sizes(site, Math.toIntExact(whole.size()));
        Optional<Planned> first = Optional.empty();
        long from = 0;
        for (int part = 0; part < sizes.length; part++) {
            String name = site.outputs().get(part);
            Optional<Planned> slice = site.applyNamed(
                    name.isEmpty() ? site.name() : name, slice(dims.size(), axis, from, sizes[part]), x.get());
            first = part == 0 ? slice : first;
            slice.filter(_ -> !name.isEmpty())
                    .ifPresent(value -> site.lowering().put(name, value));
            from += sizes[part];
        }
        return first;
    }

    private static Slice slice(int rank, int axis, long from, long size) {
        return new Slice(each(rank, axis, 0, from), each(rank, axis, 1, 1), each(rank, axis, Slice.KEPT, size));
    }

    private static List<Long> each(int rank, int axis, long others, long own) {
        return IntStream.range(0, rank).mapToObj(d -> d == axis ? own : others).toList();
    }
}
