package hone.engine.kernel.activation;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Rung;
import hone.engine.kernel.VectorUnit;
import hone.engine.kernel.elementwise.ElementKernel;
import hone.engine.kernel.math.VectorExp;
import hone.engine.op.activation.Gelu;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The Gaussian error linear unit a vector at a time: the exponential is a polynomial in every lane ({@link VectorExp}),
 * where the rung below calls a function for each element. The error is below 2^−21 · |x|.
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
    public void compute(Operands operands, long from, long to) {
        Loop.run(operands.input(0), operands.output(0), from, (int) (to - from));
    }

    /** A class of its own, so that the vector module is loaded only when a plan wants it. */
    private static final class Loop {
        private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
        private static final ByteOrder ORDER = ByteOrder.nativeOrder();
        private static final float LINEAR = (float) (-2 * ReorderedGelu.SQRT_2_PI);
        private static final float CUBIC = (float) (-2 * ReorderedGelu.SQRT_2_PI * ReorderedGelu.CUBIC);

        static void run(MemorySegment input, MemorySegment y, long from, int count) {
            long base = from * Float.BYTES;
            int i = 0;
            for (; i < LANES.loopBound(count); i += LANES.length()) {
                long at = base + (long) i * Float.BYTES;
                FloatVector x = FloatVector.fromMemorySegment(LANES, input, at, ORDER);
                FloatVector inner = x.mul(x).fma(broadcast(CUBIC), broadcast(LINEAR));
                FloatVector power = VectorExp.exp(inner.mul(x));
                x.div(power.add(1)).intoMemorySegment(y, at, ORDER);
            }
            for (; i < count; i++) {
                float x = input.getAtIndex(ValueLayout.JAVA_FLOAT, from + i);
                y.setAtIndex(ValueLayout.JAVA_FLOAT, from + i, ReorderedGelu.of(x));
            }
        }

        private static FloatVector broadcast(float value) {
            return FloatVector.broadcast(LANES, value);
        }
    }
}
