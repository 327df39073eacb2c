package hone.engine.kernel.activation;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Rung;
import hone.engine.kernel.VectorUnit;
import hone.engine.kernel.elementwise.ElementKernel;
import hone.engine.op.activation.Activation;
import hone.engine.op.activation.Relu;
import java.util.Optional;

/**
 * The rectifier a vector at a time, by {@link ReluLoop}: compare and blend instead of a branch for each element.
 */
public final class SimdRelu implements ElementKernel<Relu> {
    @Override
    public String id() {
        return "simd";
    }

    @Override
    public Class<Relu> op() {
        return Relu.class;
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
        ActivationLoops.run(Activation.RELU, operands.input(0), at, 0, operands.output(0), at, 0, 1, (int) (to - from));
    }
}
