package hone.engine.kernel.activation;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.VectorUnit;
import hone.engine.kernel.elementwise.ElementKernel;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.activation.Activation;
import hone.engine.op.activation.ActivationGradient;
import java.util.Optional;

/**
 * The gradient of a smooth activation a vector at a time, by {@link SlopeLoops}: the exponential is a polynomial in every
 * lane, where the rung below calls a function for each element. The exact Gaussian unit, which models here are not
 * trained with, is left to that rung.
 */
public final class SimdActivationGradient implements ElementKernel<ActivationGradient> {
    @Override
    public String id() {
        return "simd";
    }

    @Override
    public Class<ActivationGradient> op() {
        return ActivationGradient.class;
    }

    @Override
    public Rung rung() {
        return Rung.SIMD;
    }

    @Override
    public Optional<String> unavailableReason() {
        return VectorUnit.unavailableReason();
    }

    @Override
    public Optional<String> refusal(ActivationGradient op, Site site) {
        return op.activation() == Activation.GELU_ERF
                ? Optional.of("it has no vector form of the exact Gaussian unit's slope")
                : Optional.empty();
    }

    @Override
    public Prepared prepare(ActivationGradient op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new Slices((operands, from, to) -> compute(op.activation(), operands, from, to));
    }

    /** What there is to compute depends on the activation, so {@link #prepare} chooses it. */
    @Override
    public void compute(Operands operands, long from, long to) {
        throw new UnsupportedOperationException("which activation?");
    }

    private static void compute(Activation activation, Operands operands, long from, long to) {
        int whole = SlopeLoops.whole((int) (to - from));
        var x = operands.input(0);
        var dy = operands.input(1);
        var dx = operands.output(0);
        long at = from * Float.BYTES;
        switch (activation) {
            case TANH -> SlopeLoops.bell(x, dy, dx, at, whole, 2, 4);
            case SIGMOID -> SlopeLoops.bell(x, dy, dx, at, whole, 1, 1);
            case SILU -> SlopeLoops.gated(x, dy, dx, at, whole, 1, 0);
            case GELU_TANH ->
                SlopeLoops.gated(x, dy, dx, at, whole, (float) PlainSlopes.LINEAR, (float) PlainSlopes.CUBIC);
            case NONE, RELU, GELU_ERF -> throw new IllegalArgumentException(activation + " is refused");
        }
        ReorderedActivationGradient.compute(activation, operands, from + whole, to);
    }
}
