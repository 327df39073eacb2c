package hone.engine.kernel.activation;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Rung;
import hone.engine.kernel.VectorUnit;
import hone.engine.kernel.elementwise.ElementKernel;
import hone.engine.op.activation.Activation;
import hone.engine.op.activation.Tanh;
import java.util.Optional;

/**
 * The hyperbolic tangent a vector at a time, by {@link TanhLoop}, where the rung below calls a function for each element.
 */
public final class SimdTanh implements ElementKernel<Tanh> {
    @Override
    public String id() {
        return "simd";
    }

    @Override
    public Class<Tanh> op() {
        return Tanh.class;
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
        ActivationLoops.run(Activation.TANH, operands.input(0), at, 0, operands.output(0), at, 0, 1, (int) (to - from));
    }
}
