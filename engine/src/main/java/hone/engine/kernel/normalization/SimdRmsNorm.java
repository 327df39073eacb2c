package hone.engine.kernel.normalization;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Rung;
import hone.engine.kernel.VectorUnit;
import hone.engine.kernel.math.LaneSums;
import hone.engine.op.normalization.RmsNorm;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Normalization by the root mean square a vector at a time. Two vectors of sums go along, so that an addition does not
 * wait for the one before it; their lanes are added in a fixed order ({@link LaneSums}).
 */
public final class SimdRmsNorm implements RowKernel<RmsNorm> {
    @Override
    public String id() {
        return "simd";
    }

    @Override
    public Class<RmsNorm> op() {
        return RmsNorm.class;
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
    public void row(RmsNorm op, Operands operands, long from, int width) {
        MemorySegment x = operands.input(0);
        float factor = (float) (1 / Math.sqrt((double) Loop.squares(x, from, width) / width + op.epsilon()));
        Loop.normalize(x, operands.input(1), operands.output(0), from, width, factor);
    }

    /** A class of its own, so that the vector module is loaded only when a plan wants it. */
    private static final class Loop {
        private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
        private static final int LENGTH = LANES.length();
        private static final ByteOrder ORDER = ByteOrder.nativeOrder();

        /** The sum of x². */
        static float squares(MemorySegment x, long from, int width) {
            FloatVector sum0 = FloatVector.zero(LANES);
            FloatVector sum1 = sum0;
            int i = 0;
            for (; i <= width - 2 * LENGTH; i += 2 * LENGTH) {
                FloatVector first = load(x, from + i);
                FloatVector second = load(x, from + i + LENGTH);
                sum0 = first.fma(first, sum0);
                sum1 = second.fma(second, sum1);
            }
            float squares = LaneSums.of(sum0.add(sum1));
            for (; i < width; i++) {
                float value = x.getAtIndex(ValueLayout.JAVA_FLOAT, from + i);
                squares += value * value;
            }
            return squares;
        }

        static void normalize(
                MemorySegment x, MemorySegment weight, MemorySegment y, long from, int width, float factor) {
            int i = 0;
            for (; i < LANES.loopBound(width); i += LENGTH) {
                FloatVector normal = load(x, from + i).mul(factor);
                normal.mul(load(weight, i)).intoMemorySegment(y, (from + i) * Float.BYTES, ORDER);
            }
            for (; i < width; i++) {
                float normal = x.getAtIndex(ValueLayout.JAVA_FLOAT, from + i) * factor;
                y.setAtIndex(ValueLayout.JAVA_FLOAT, from + i, normal * weight.getAtIndex(ValueLayout.JAVA_FLOAT, i));
            }
        }

        private static FloatVector load(MemorySegment segment, long element) {
            return FloatVector.fromMemorySegment(LANES, segment, element * Float.BYTES, ORDER);
        }
    }
}
