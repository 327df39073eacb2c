package hone.engine.format.onnx.lowering;

import hone.engine.op.shape.Slice;
import hone.engine.tensor.Dim;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Part of a value; bounds were attributes before version 10. Of a dimension of unknown size all or the last can be taken. */
final class SliceLowering implements Lowering {
    @Override
    public Set<String> operators() {
        return Set.of("Slice");
    }

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        Optional<Planned> x = site.dynamic(0);
        if (x.isEmpty()) {
            return x;
        }
        Optional<long[]> starts = numbers(site, 1, "starts");
        Optional<long[]> ends = numbers(site, 2, "ends");
        Optional<long[]> axes = numbers(site, 3, "axes");
        Optional<long[]> steps = numbers(site, 4, "steps");
        if (starts.isEmpty() || ends.isEmpty() || axes.isEmpty() || steps.isEmpty()) {
            return site.refuse("its bounds are not known before it runs");
        }
        List<Dim> dims = x.get().type().dims();
        Long[] from = dims.stream().map(_ -> 0L).toArray(Long[]::new);
        Long[] by = dims.stream().map(_ -> 1L).toArray(Long[]::new);
        Long[] size = dims.stream().map(_ -> Slice.KEPT).toArray(Long[]::new);
        for (int i = 0; i < starts.get().length; i++) {
            long named = axes.get().length == 0 ? i : axes.get()[i];
            int d = (int) (named < 0 ? named + dims.size() : named);
            long step = steps.get().length == 0 ? 1 : steps.get()[i];
            Optional<long[]> part = part(dims.get(d), starts.get()[i], ends.get()[i], step);
            if (part.isEmpty()) {
                return site.refuse("it takes part of a dimension of unknown size");
            }
            from[d] = part.get()[0];
            by[d] = part.get()[1];
            size[d] = part.get()[2];
        }
        return site.apply(new Slice(List.of(from), List.of(by), List.of(size)), x.get());
    }

    /** Start, step and size along a dimension. */
    private static Optional<long[]> part(Dim dim, long start, long end, long step) {
        if (dim instanceof Dim.Fixed fixed) {
            return Optional.of(within(fixed.size(), start, end, step));
        }
        boolean toEnd = end >= dim.max();
        return step == 1 && toEnd && start == 0
                ? Optional.of(new long[] {0, 1, Slice.KEPT})
                : step == 1 && toEnd && start == -1 ? Optional.of(new long[] {-1, 1, 1}) : Optional.empty();
    }

    private static long[] within(long size, long start, long end, long step) {
        if (size == 0) {
            return new long[] {0, 1, 0};
        }
        long from = Math.clamp(start < 0 ? start + size : start, 0L, step < 0 ? size - 1 : size);
        long to = Math.clamp(end < 0 ? end + size : end, step < 0 ? -1L : 0L, size);
        long way = step > 0 ? to - from - 1 : from - to - 1;
        long count = way < 0 ? 0 : step == Long.MIN_VALUE ? 1 : way / Math.abs(step) + 1;
        return new long[] {from, Math.clamp(step, -size, size), count};
    }

    /** The numbers of an operand or attribute; none where both are left out; empty where they are not known. */
    private static Optional<long[]> numbers(LoweringSite site, int input, String attribute) {
        return site.has(input) ? site.constant(input).map(Shapes::wholes) : Optional.of(site.wholes(attribute));
    }
}
