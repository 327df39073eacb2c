package hone.engine.format.onnx.lowering;

import hone.engine.op.activation.Silu;
import java.util.Optional;
import java.util.Set;

/** A value times its own Sigmoid. */
final class SiluLowering implements Lowering {
    @Override
    public Set<String> operators() {
        return Set.of("Mul");
    }

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        for (int sigmoid = 0; sigmoid < 2; sigmoid++) {
            int x = 1 - sigmoid;
            boolean same = site.before(sigmoid, "Sigmoid")
                    .filter(made -> made.input(0).equals(site.input(x)))
                    .isPresent();
            if (same) {
                return site.dynamic(x).flatMap(value -> site.apply(new Silu(), value));
            }
        }
        return Optional.empty();
    }
}
