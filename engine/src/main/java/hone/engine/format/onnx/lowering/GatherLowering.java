package hone.engine.format.onnx.lowering;

import hone.engine.op.shape.Gather;
import java.util.Optional;
import java.util.Set;

/** Slices that whole numbers name; rows of a table by ids are {@link EmbeddingLowering}'s. */
final class GatherLowering implements Lowering {
    @Override
    public Set<String> operators() {
        return Set.of("Gather");
    }

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        Optional<Planned> x = site.operand(0);
        Optional<Planned> indices = site.operand(1);
        if (x.isEmpty() || indices.isEmpty()) {
            return Optional.empty();
        }
        long axis = site.whole("axis", 0);
        int rank = x.get().type().rank();
        return site.apply(new Gather((int) (axis < 0 ? axis + rank : axis)), x.get(), indices.get());
    }
}
