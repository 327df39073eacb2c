package hone.engine.kernel.activation;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Rung;
import hone.engine.kernel.VectorUnit;
import hone.engine.kernel.elementwise.ElementKernel;
import hone.engine.op.activation.Activation;
import hone.engine.op.activation.Sigmoid;
import java.util.Optional;

/**
 * The logistic function a vector at a time, by {@link SigmoidLoop}: the exponential is a polynomial in every lane, where
 * the rung below calls a function for each element.
 */
public final class SimdSigmoid implements ElementKernel<Sigmoid> {
    @Override
    public String id() {
        return "simd";
    }

    @Override
    public Class<Sigmoid> op() {
        return Sigmoid.class;
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
        ActivationLoops.run(
                Activation.SIGMOID, operands.input(0), at, 0, operands.output(0), at, 0, 1, (int) (to - from));
    }
}
