package hone.engine.format.onnx.lowering;

import hone.engine.graph.Op;
import hone.engine.op.activation.Gelu;
import hone.engine.op.activation.Relu;
import hone.engine.op.activation.Sigmoid;
import hone.engine.op.activation.Silu;
import hone.engine.op.activation.Tanh;
import java.util.Optional;
import java.util.Set;

/** Activations that are operators of their own; a Clip that only cuts off what is below zero is a rectifier. */
final class ActivationLowering implements Lowering {
    @Override
    public Set<String> operators() {
        return Set.of("Relu", "Sigmoid", "Tanh", "Gelu", "Swish", "Clip");
    }

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        Optional<Planned> x = site.dynamic(0);
        Optional<Op> op = op(site);
        return x.isPresent() && op.isPresent() ? site.apply(op.get(), x.get()) : Optional.empty();
    }

    private static Optional<Op> op(LoweringSite site) {
        return switch (site.operator()) {
            case "Relu" -> Optional.of(new Relu());
            case "Sigmoid" -> Optional.of(new Sigmoid());
            case "Tanh" -> Optional.of(new Tanh());
            case "Gelu" -> Optional.of(new Gelu(site.text("approximate", "none").equals("tanh")));
            case "Swish" -> site.real("alpha", 1) == 1 ? Optional.of(new Silu()) : refused(site, "its alpha is not 1");
            default ->
                cutsBelowZero(site)
                        ? Optional.of(new Relu())
                        : refused(site, "it cuts off other numbers than those below 0");
        };
    }

    private static Optional<Op> refused(LoweringSite site, String reason) {
        site.refuse(reason);
        return Optional.empty();
    }

    private static boolean cutsBelowZero(LoweringSite site) {
        double most = site.has(2) ? site.scalar(2).orElse(0.0) : site.real("max", Float.MAX_VALUE);
        double least = site.has(1) ? site.scalar(1).orElse(-1.0) : site.real("min", -1);
        return least == 0 && most >= Float.MAX_VALUE;
    }
}
