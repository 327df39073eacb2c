package hone.engine.format.onnx.lowering;

import java.util.Optional;
import java.util.Set;

/** Operators that hand their operand on: nothing is done when a model infers. */
final class PassingLowering implements Lowering {
    @Override
    public Set<String> operators() {
        return Set.of("Identity", "Dropout");
    }

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        Optional<Planned> x = site.dynamic(0);
        if (x.isEmpty()) {
            return x;
        }
        return switch (site.operator()) {
            case "Dropout" ->
                site.hasOneOutput() && (!site.has(2) || isFalse(site))
                        ? x
                        : site.refuse("it drops elements when it infers, or its mask is asked for");
            default -> x;
        };
    }

    /** Whether it is known not to train. */
    private static boolean isFalse(LoweringSite site) {
        return site.constant(2)
                .filter(mode -> mode.count() == 1 && mode.whole(0) == 0)
                .isPresent();
    }
}
