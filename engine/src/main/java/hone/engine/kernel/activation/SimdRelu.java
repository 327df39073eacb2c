package hone.engine.kernel.activation;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Rung;
import hone.engine.kernel.VectorUnit;
import hone.engine.kernel.elementwise.ElementKernel;
import hone.engine.op.activation.Relu;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The rectifier a vector at a time, without a branch: compare, then blend in zeros. NaN is not less than zero and so
 * stays NaN.
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
        Loop.run(operands.input(0), operands.output(0), from, (int) (to - from));
    }

    /** A class of its own, so that the vector module is loaded only when a plan wants it. */
    private static final class Loop {
        private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
        private static final ByteOrder ORDER = ByteOrder.nativeOrder();

        static void run(MemorySegment x, MemorySegment y, long from, int count) {
            FloatVector zero = FloatVector.zero(LANES);
            long base = from * Float.BYTES;
            int i = 0;
            for (; i < LANES.loopBound(count); i += LANES.length()) {
                FloatVector value = FloatVector.fromMemorySegment(LANES, x, base + (long) i * Float.BYTES, ORDER);
                value.blend(zero, value.compare(VectorOperators.LE, zero))
                        .intoMemorySegment(y, base + (long) i * Float.BYTES, ORDER);
            }
            for (; i < count; i++) {
                float value = x.getAtIndex(ValueLayout.JAVA_FLOAT, from + i);
                y.setAtIndex(ValueLayout.JAVA_FLOAT, from + i, value <= 0 ? 0 : value);
            }
        }
    }
}
