package hone.engine.kernel.elementwise;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Rung;
import hone.engine.kernel.VectorUnit;
import hone.engine.op.elementwise.Add;
import java.util.Optional;

/** The sum with the Vector API: a whole vector of elements with each instruction. */
public final class SimdAdd implements ElementKernel<Add> {
    @Override
    public String id() {
        return "simd";
    }

    @Override
    public Class<Add> op() {
        return Add.class;
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
        PairLoops.add(operands.input(0), at, operands.input(1), at, operands.output(0), at, (int) (to - from));
    }
}
