package hone.engine.format.onnx.lowering;

import hone.engine.format.onnx.reference.NdArray;
import hone.engine.op.attention.PositionEmbedding;
import java.util.Optional;
import java.util.Set;

/** The rows of a constant table for the positions of a sequence, added to its rows: learnt positions. */
final class PositionEmbeddingLowering implements Lowering {
    @Override
    public Set<String> operators() {
        return Set.of("Add");
    }

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        for (int rows = 0; rows < 2; rows++) {
            Optional<Planned> x = site.dynamic(1 - rows);
            Optional<LoweringSite> gather = site.before(rows, "Gather");
            if (x.isPresent() && gather.isPresent()) {
                Optional<Planned> lowered = lower(site, x.get(), gather.get());
                if (lowered.isPresent()) {
                    return lowered;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Planned> lower(LoweringSite site, Planned x, LoweringSite gather) {
        Optional<NdArray> table = gather.constant(0)
                .filter(array -> array.rank() == 2 && array.type().isReal());
        Optional<Planned> position = Positions.of(gather, 1);
        if (table.isEmpty()
                || position.isEmpty()
                || gather.whole("axis", 0) != 0
                || x.type().rank() != 3) {
            return Optional.empty();
        }
        if (!site.lowering().limit(x.type().dim(1), table.get().dim(0))) {
            return site.refuse("a sequence may be longer than its table of positions");
        }
        return site.apply(
                new PositionEmbedding(), x, site.weights().same(gather.input(0), table.get()), position.get());
    }
}
