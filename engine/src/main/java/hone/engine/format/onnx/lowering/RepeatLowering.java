package hone.engine.format.onnx.lowering;

import hone.engine.op.shape.Tile;
import hone.engine.tensor.Dim;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A value repeated along dimensions of size 1, or as a whole. */
final class RepeatLowering implements Lowering {
    @Override
    public Set<String> operators() {
        return Set.of("Expand", "Tile");
    }

    /** Before this version Tile repeated along one dimension only. */
    private static final int ALL_AXES = 6;

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        Optional<Planned> x = site.operand(0);
        if (x.isEmpty()) {
            return x;
        }
        if (site.operator().equals("Expand")) {
            Optional<List<Dim>> to = site.resultDims();
            return to.isEmpty()
                    ? site.refuse("a size of its result is no size of an input")
                    : to.get().equals(x.get().type().dims())
                            ? x
                            : OpenSizes.expanded(site, "expanded", x.get(), to.get());
        }
        Optional<long[]> repeats = site.constant(1).map(Shapes::wholes);
        if (repeats.isEmpty() || site.opset() < ALL_AXES) {
            return site.refuse("how often is not known before it runs");
        }
        return site.apply(new Tile(Arrays.stream(repeats.get()).boxed().toList()), x.get());
    }
}
