package hone.engine.format.onnx.lowering;

import hone.engine.op.shape.Concat;
import java.util.Optional;
import java.util.Set;

/** Values one behind the other. */
final class ConcatLowering implements Lowering {
    @Override
    public Set<String> operators() {
        return Set.of("Concat");
    }

    /** Before this version the dimension could be left out, and was the second. */
    private static final int NAMED = 4;

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        Planned[] parts = new Planned[site.inputs()];
        for (int i = 0; i < parts.length; i++) {
            Optional<Planned> part = site.operand(i);
            if (part.isEmpty()) {
                return Optional.empty();
            }
            parts[i] = part.get();
        }
        int rank = parts[0].type().rank();
        long axis = site.whole("axis", site.opset() < NAMED ? 1 : 0);
        return site.apply(new Concat((int) (axis < 0 ? axis + rank : axis)), parts);
    }
}
