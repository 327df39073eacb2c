package hone.engine.kernel.elementwise;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Rung;
import hone.engine.kernel.VectorUnit;
import hone.engine.op.elementwise.Mul;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The product with the Vector API: a whole vector of elements with each instruction. */
public final class SimdMul implements ElementKernel<Mul> {
    @Override
    public String id() {
        return "simd";
    }

    @Override
    public Class<Mul> op() {
        return Mul.class;
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
        Loop.run(operands.input(0), operands.input(1), operands.output(0), from, (int) (to - from));
    }

    /** A class of its own, so that the vector module is loaded only when a plan wants it. */
    private static final class Loop {
        private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
        private static final ByteOrder ORDER = ByteOrder.nativeOrder();

        static void run(MemorySegment a, MemorySegment b, MemorySegment product, long from, int count) {
            long base = from * Float.BYTES;
            int i = 0;
            for (; i < LANES.loopBound(count); i += LANES.length()) {
                long at = base + (long) i * Float.BYTES;
                FloatVector.fromMemorySegment(LANES, a, at, ORDER)
                        .mul(FloatVector.fromMemorySegment(LANES, b, at, ORDER))
                        .intoMemorySegment(product, at, ORDER);
            }
            for (; i < count; i++) {
                float left = a.getAtIndex(ValueLayout.JAVA_FLOAT, from + i);
                product.setAtIndex(
                        ValueLayout.JAVA_FLOAT, from + i, left * b.getAtIndex(ValueLayout.JAVA_FLOAT, from + i));
            }
        }
    }
}
