package hone.engine.format.onnx.lowering;

import hone.engine.op.elementwise.Binary;
import hone.engine.op.elementwise.BinaryFunction;
import hone.engine.op.elementwise.Unary;
import hone.engine.op.elementwise.UnaryFunction;
import hone.engine.tensor.DType;
import java.util.Optional;
import java.util.Set;

/** Bounds for a value: constants, which were attributes before version 11, or values themselves. */
final class ClipLowering implements Lowering {
    @Override
    public Set<String> operators() {
        return Set.of("Clip");
    }

    private static final double NONE = Double.MAX_VALUE;

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        Optional<Planned> x = site.dynamic(0);
        if (x.isEmpty()) {
            return x;
        }
        boolean constant = (!site.has(1) || site.scalar(1).isPresent())
                && (!site.has(2) || site.scalar(2).isPresent());
        if (constant && x.get().type().dtype() == DType.F32) {
            double least = site.has(1) ? site.scalar(1).orElseThrow() : site.real("min", -NONE);
            double most = site.has(2) ? site.scalar(2).orElseThrow() : site.real("max", NONE);
            return site.apply(new Unary(UnaryFunction.CLIP, Math.max(least, -NONE), Math.min(most, NONE)), x.get());
        }
        Optional<Planned> raised = site.has(1)
                ? site.operand(1)
                        .flatMap(least -> site.applyPart("least", new Binary(BinaryFunction.MAX), x.get(), least))
                : x;
        return site.has(2)
                ? raised.flatMap(value ->
                        site.operand(2).flatMap(most -> site.apply(new Binary(BinaryFunction.MIN), value, most)))
                : raised;
    }
}
