package hone.engine.kernel.activation;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.VectorUnit;
import hone.engine.kernel.elementwise.ElementKernel;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.activation.Activation;
import hone.engine.op.activation.Gelu;
import java.util.Optional;

/**
 * Either form of the Gaussian error linear unit a vector at a time, by {@link GeluTanhLoop} or {@link GeluErfLoop}: the
 * exponential is a polynomial in every lane, where the rung below calls a function for each element.
 */
public final class SimdGelu implements ElementKernel<Gelu> {
    @Override
    public String id() {
        return "simd";
    }

    @Override
    public Class<Gelu> op() {
        return Gelu.class;
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
    public Prepared prepare(Gelu op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new Slices(op.approximate() ? this::compute : SimdGelu::exact);
    }

    /** The approximate form. */
    @Override
    public void compute(Operands operands, long from, long to) {
        long at = from * Float.BYTES;
        ActivationLoops.run(
                Activation.GELU_TANH, operands.input(0), at, 0, operands.output(0), at, 0, 1, (int) (to - from));
    }

    private static void exact(Operands operands, long from, long to) {
        long at = from * Float.BYTES;
        ActivationLoops.run(
                Activation.GELU_ERF, operands.input(0), at, 0, operands.output(0), at, 0, 1, (int) (to - from));
    }
}
