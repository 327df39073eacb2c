package hone.engine.format.onnx.lowering;

import hone.engine.format.onnx.proto.ElementType;
import hone.engine.tensor.DType;
import java.util.Optional;
import java.util.Set;

/** Operators that hand their operand on: nothing is done when a model infers, or only ids get another width. */
final class PassingLowering implements Lowering {
    @Override
    public Set<String> operators() {
        return Set.of("Identity", "Dropout", "Cast");
    }

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        Optional<Planned> x = site.dynamic(0);
        if (x.isEmpty()) {
            return x;
        }
        return switch (site.operator()) {
            case "Dropout" ->
                site.hasOneOutput() && site.scalar(2).orElse(0.0) == 0
                        ? x
                        : site.refuse("it drops elements when it infers, or its mask is asked for");
            case "Cast" -> sameKind(site, x.get()) ? x : site.refuse("it changes the type of elements");
            default -> x;
        };
    }

    private static boolean sameKind(LoweringSite site, Planned x) {
        ElementType to = ElementType.numbered(site.whole("to", 0)).orElse(ElementType.TEXT);
        return switch (to) {
            case F32 -> x.type().dtype() == DType.F32;
            case I32, I64 -> x.type().dtype() == DType.I32;
            default -> false;
        };
    }
}
