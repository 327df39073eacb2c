package hone.engine.format.onnx.lowering;

import hone.engine.format.onnx.reference.NdArray;
import hone.engine.op.attention.PositionEmbedding;
import hone.engine.tensor.Dim;
import java.util.Optional;
import java.util.Set;

/**
 * The rows of a constant table for the positions of a sequence, added to its rows: learnt positions. They are gathered, or
 * where every sequence is as long as the table they are added as they are.
 */
final class PositionEmbeddingLowering implements Lowering {
    @Override
    public Set<String> operators() {
        return Set.of("Add");
    }

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        for (int rows = 0; rows < 2; rows++) {
            Optional<Planned> x =
                    site.dynamic(1 - rows).filter(value -> value.type().rank() == 3);
            if (x.isPresent()) {
                Optional<LoweringSite> gather = site.before(rows, "Gather");
                Optional<Planned> lowered = gather.isPresent() && !site.isConstant(rows)
                        ? gathered(site, x.get(), gather.get(), Positions.of(gather.get(), 1))
                        : constant(site, x.get(), rows);
                if (lowered.isPresent()) {
                    return lowered;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Planned> gathered(
            LoweringSite site, Planned x, LoweringSite gather, Optional<Planned> position) {
        Optional<NdArray> table = table(gather);
        return position.isEmpty() || table.isEmpty()
                ? Optional.empty()
                : embedded(site, x, gather.input(0), table.get(), position);
    }

    private static Optional<NdArray> table(LoweringSite gather) {
        return gather.constant(0)
                .filter(array -> array.rank() == 2 && array.type().isReal() && gather.whole("axis", 0) == 0);
    }

    /** Rows that depend on nothing but how many there are: all of a table, or its first. */
    private static Optional<Planned> constant(LoweringSite site, Planned x, int rows) {
        Optional<LoweringSite> gather = site.before(rows, "Gather").filter(made -> Positions.countsUp(made, 1));
        Optional<NdArray> table = gather.flatMap(PositionEmbeddingLowering::table);
        if (table.isPresent()) {
            return embedded(site, x, gather.orElseThrow().input(0), table.get(), Optional.empty());
        }
        Optional<NdArray> given =
                site.constant(rows).filter(array -> array.type().isReal());
        long seq = x.type().dim(1).max();
        long width = x.type().dim(2).max();
        boolean fits = x.type().dim(1) instanceof Dim.Fixed
                && x.type().dim(2) instanceof Dim.Fixed
                && given.filter(array ->
                                array.count() == seq * width && array.rank() >= 2 && array.dim(array.rank() - 2) == seq)
                        .isPresent();
        return fits
                ? site.apply(
                        new PositionEmbedding(), x, site.weights().shaped(site.input(rows), given.get(), seq, width))
                : Optional.empty();
    }

    private static Optional<Planned> embedded(
            LoweringSite site, Planned x, String name, NdArray table, Optional<Planned> position) {
        if (!site.lowering().limit(x.type().dim(1), table.dim(0))) {
            return site.refuse("a sequence may be longer than its table of positions");
        }
        Planned rows = site.weights().same(name, table);
        return position.isPresent()
                ? site.apply(new PositionEmbedding(), x, rows, position.get())
                : site.apply(new PositionEmbedding(), x, rows);
    }
}
