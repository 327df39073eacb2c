package hone.engine.kernel.activation;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Rung;
import hone.engine.kernel.VectorUnit;
import hone.engine.kernel.elementwise.ElementKernel;
import hone.engine.kernel.math.VectorExp;
import hone.engine.op.activation.Sigmoid;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The logistic function a vector at a time: the exponential is a polynomial in every lane ({@link VectorExp}), where the
 * rung below calls a function for each element. Its relative error is below 2^−22 wherever the result is a normal number.
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
        Loop.run(operands.input(0), operands.output(0), from, (int) (to - from));
    }

    /** A class of its own, so that the vector module is loaded only when a plan wants it. */
    private static final class Loop {
        private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
        private static final ByteOrder ORDER = ByteOrder.nativeOrder();

        static void run(MemorySegment input, MemorySegment y, long from, int count) {
            long base = from * Float.BYTES;
            int i = 0;
            for (; i < LANES.loopBound(count); i += LANES.length()) {
                long at = base + (long) i * Float.BYTES;
                FloatVector x = FloatVector.fromMemorySegment(LANES, input, at, ORDER);
                FloatVector power = VectorExp.exp(x.neg());
                FloatVector.broadcast(LANES, 1).div(power.add(1)).intoMemorySegment(y, at, ORDER);
            }
            for (; i < count; i++) {
                float x = input.getAtIndex(ValueLayout.JAVA_FLOAT, from + i);
                y.setAtIndex(ValueLayout.JAVA_FLOAT, from + i, ReorderedSigmoid.of(x));
            }
        }
    }
}
