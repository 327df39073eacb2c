package hone.engine.kernel.activation;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Rung;
import hone.engine.kernel.VectorUnit;
import hone.engine.kernel.elementwise.ElementKernel;
import hone.engine.kernel.math.VectorExp;
import hone.engine.op.activation.Tanh;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The hyperbolic tangent a vector at a time, where the rung below calls a function for each element: 1 − 2 / (e^2|x| + 1)
 * with the sign of x. Near 0 that difference would lose its digits, so there an odd polynomial takes over, with the
 * coefficients of Moshier's Cephes library (tanhf). The relative error is below 2^−21.
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
        Loop.run(operands.input(0), operands.output(0), from, (int) (to - from));
    }

    /** A class of its own, so that the vector module is loaded only when a plan wants it. */
    private static final class Loop {
        private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
        private static final ByteOrder ORDER = ByteOrder.nativeOrder();

        /** From here on the difference keeps its digits. */
        private static final float SMALL = 0.625F;

        private static final float C3 = -0.3333328F;
        private static final float C5 = 0.13331442F;
        private static final float C7 = -0.053739715F;
        private static final float C9 = 0.020639088F;
        private static final float C11 = -0.0057049887F;

        static void run(MemorySegment input, MemorySegment y, long from, int count) {
            long base = from * Float.BYTES;
            int i = 0;
            for (; i < LANES.loopBound(count); i += LANES.length()) {
                long at = base + (long) i * Float.BYTES;
                FloatVector x = FloatVector.fromMemorySegment(LANES, input, at, ORDER);
                FloatVector size = x.abs();
                FloatVector power = VectorExp.exp(size.add(size));
                FloatVector large = broadcast(1).sub(broadcast(2).div(power.add(1)));
                FloatVector square = x.mul(x);
                FloatVector p = square.fma(broadcast(C11), broadcast(C9)).fma(square, broadcast(C7));
                p = p.fma(square, broadcast(C5)).fma(square, broadcast(C3));
                FloatVector small = p.mul(square).fma(size, size);
                FloatVector result = large.blend(small, size.lt(SMALL));
                // The sign of x, of zero too
                result.blend(result.neg(), x.test(VectorOperators.IS_NEGATIVE)).intoMemorySegment(y, at, ORDER);
            }
            for (; i < count; i++) {
                float x = input.getAtIndex(ValueLayout.JAVA_FLOAT, from + i);
                y.setAtIndex(ValueLayout.JAVA_FLOAT, from + i, ReorderedTanh.of(x));
            }
        }

        private static FloatVector broadcast(float value) {
            return FloatVector.broadcast(LANES, value);
        }
    }
}
