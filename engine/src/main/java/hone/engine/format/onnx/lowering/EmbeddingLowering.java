package hone.engine.format.onnx.lowering;

import hone.engine.format.onnx.reference.NdArray;
import hone.engine.op.embedding.Embedding;
import hone.engine.tensor.DType;
import java.util.Optional;
import java.util.Set;

/** The rows of a constant table that ids name. */
final class EmbeddingLowering implements Lowering {
    @Override
    public Set<String> operators() {
        return Set.of("Gather");
    }

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        Optional<NdArray> table = site.constant(0)
                .filter(array -> array.rank() == 2 && array.type().isReal());
        Optional<Planned> ids = site.dynamic(1);
        if (table.isEmpty() || ids.isEmpty() || ids.get().type().dtype() != DType.I32 || site.whole("axis", 0) != 0) {
            return site.refuse("it gathers something else than rows of a constant table by ids");
        }
        return site.apply(new Embedding(), site.weights().same(site.input(0), table.get()), ids.get());
    }
}
