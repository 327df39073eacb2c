package hone.engine.format.onnx.lowering;

import hone.engine.op.shape.Permute;
import hone.engine.op.shape.SwapAxes;
import hone.engine.op.shape.Unflatten;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Dimensions in another order. Where only some of size 1 move, every element stays where it lies. Those that are parts of
 * attention are lowered with it.
 */
final class TransposeLowering implements Lowering {
    @Override
    public Set<String> operators() {
        return Set.of("Transpose");
    }

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        Optional<Planned> x = site.dynamic(0);
        if (x.isEmpty()) {
            return Optional.empty();
        }
        List<Dim> from = x.get().type().dims();
        List<Integer> order = order(site, from.size());
        if (order.equals(IntStream.range(0, from.size()).boxed().toList())) {
            return x;
        }
        if (order.equals(List.of(0, 2, 1)) && x.get().type().dtype() == DType.F32) {
            return site.apply(new SwapAxes(), x.get());
        }
        List<Dim> to = order.stream().map(from::get).toList();
        boolean open = to.stream().skip(1).anyMatch(dim -> !(dim instanceof Dim.Fixed));
        if (order.getFirst() != 0 || open || !keepsElements(from, order)) {
            return site.apply(new Permute(order), x.get());
        }
        List<Long> sizes = new ArrayList<>(List.of(Unflatten.KEPT));
        to.stream().skip(1).forEach(dim -> sizes.add(dim.max()));
        return site.apply(new Unflatten(sizes), x.get());
    }

    /** Without an attribute all dimensions change places with their mirror images. */
    private static List<Integer> order(LoweringSite site, int rank) {
        long[] given = site.wholes("perm");
        return given.length > 0
                ? Arrays.stream(given).mapToObj(axis -> (int) axis).toList()
                : IntStream.range(0, rank).mapToObj(d -> rank - 1 - d).toList();
    }

    /** Whether all dimensions with more than one place stay in their order. */
    private static boolean keepsElements(List<Dim> dims, List<Integer> order) {
        List<Integer> large = order.stream()
                .filter(axis -> !(dims.get(axis) instanceof Dim.Fixed fixed) || fixed.size() != 1)
                .toList();
        return large.equals(large.stream().sorted().toList());
    }
}
