package hone.engine.kernel.activation;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Rung;
import hone.engine.kernel.VectorUnit;
import hone.engine.kernel.elementwise.ElementKernel;
import hone.engine.op.activation.Activation;
import hone.engine.op.activation.Silu;
import java.util.Optional;

/**
 * The sigmoid-weighted linear unit a vector at a time, by {@link SiluLoop}: the exponential is a polynomial in every
 * lane, where the rung below calls a function for each element.
 */
public final class SimdSilu implements ElementKernel<Silu> {
    @Override
    public String id() {
        return "simd";
    }

    @Override
    public Class<Silu> op() {
        return Silu.class;
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
    public void compute(Operands operands, long from, long to) {
        long at = from * Float.BYTES;
        ActivationLoops.run(Activation.SILU, operands.input(0), at, 0, operands.output(0), at, 0, 1, (int) (to - from));
    }
}
