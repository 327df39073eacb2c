package hone.engine.kernel.activation;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Rung;
import hone.engine.kernel.VectorUnit;
import hone.engine.kernel.elementwise.ElementKernel;
import hone.engine.op.activation.ReluGradient;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The rectifier's gradient a vector at a time: the comparison becomes a mask, the mask picks gradient or zero. */
public final class SimdReluGradient implements ElementKernel<ReluGradient> {
    @Override
    public String id() {
        return "simd";
    }

    @Override
    public Class<ReluGradient> op() {
        return ReluGradient.class;
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

        static void run(MemorySegment y, MemorySegment dy, MemorySegment dx, long from, int count) {
            FloatVector zero = FloatVector.zero(LANES);
            long base = from * Float.BYTES;
            int i = 0;
            for (; i < LANES.loopBound(count); i += LANES.length()) {
                long at = base + (long) i * Float.BYTES;
                FloatVector value = FloatVector.fromMemorySegment(LANES, y, at, ORDER);
                FloatVector gradient = FloatVector.fromMemorySegment(LANES, dy, at, ORDER);
                zero.blend(gradient, value.compare(VectorOperators.GT, zero)).intoMemorySegment(dx, at, ORDER);
            }
            for (; i < count; i++) {
                float gradient = dy.getAtIndex(ValueLayout.JAVA_FLOAT, from + i);
                dx.setAtIndex(
                        ValueLayout.JAVA_FLOAT,
                        from + i,
                        y.getAtIndex(ValueLayout.JAVA_FLOAT, from + i) > 0 ? gradient : 0);
            }
        }
    }
}
