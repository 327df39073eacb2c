package hone.engine.kernel.normalization;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Rung;
import hone.engine.kernel.VectorUnit;
import hone.engine.kernel.math.LaneSums;
import hone.engine.op.normalization.LayerNorm;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Layer normalization a vector at a time, in the same three passes. Two vectors of sums go along, so that an addition does
 * not wait for the one before it; their lanes are added in a fixed order ({@link LaneSums}).
 */
public final class SimdLayerNorm implements RowKernel<LayerNorm> {
    @Override
    public String id() {
        return "simd";
    }

    @Override
    public Class<LayerNorm> op() {
        return LayerNorm.class;
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
    public void row(LayerNorm op, Operands operands, long from, int width) {
        MemorySegment x = operands.input(0);
        float mean = Loop.sum(x, from, width) / width;
        float factor = (float) (1 / Math.sqrt((double) Loop.squares(x, from, width, mean) / width + op.epsilon()));
        Loop.normalize(operands, from, width, mean, factor);
    }

    /** A class of its own, so that the vector module is loaded only when a plan wants it. */
    private static final class Loop {
        private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
        private static final int LENGTH = LANES.length();
        private static final ByteOrder ORDER = ByteOrder.nativeOrder();

        static float sum(MemorySegment x, long from, int width) {
            FloatVector sum0 = FloatVector.zero(LANES);
            FloatVector sum1 = sum0;
            int i = 0;
            for (; i <= width - 2 * LENGTH; i += 2 * LENGTH) {
                sum0 = sum0.add(load(x, from + i));
                sum1 = sum1.add(load(x, from + i + LENGTH));
            }
            float sum = LaneSums.of(sum0.add(sum1));
            for (; i < width; i++) {
                sum += x.getAtIndex(ValueLayout.JAVA_FLOAT, from + i);
            }
            return sum;
        }

        /** The sum of (x − mean)². */
        static float squares(MemorySegment x, long from, int width, float mean) {
            FloatVector sum0 = FloatVector.zero(LANES);
            FloatVector sum1 = sum0;
            int i = 0;
            for (; i <= width - 2 * LENGTH; i += 2 * LENGTH) {
                FloatVector first = load(x, from + i).sub(mean);
                FloatVector second = load(x, from + i + LENGTH).sub(mean);
                sum0 = first.fma(first, sum0);
                sum1 = second.fma(second, sum1);
            }
            float squares = LaneSums.of(sum0.add(sum1));
            for (; i < width; i++) {
                float distance = x.getAtIndex(ValueLayout.JAVA_FLOAT, from + i) - mean;
                squares += distance * distance;
            }
            return squares;
        }

        static void normalize(Operands operands, long from, int width, float mean, float factor) {
            MemorySegment x = operands.input(0);
            MemorySegment weight = operands.input(1);
            MemorySegment bias = operands.input(2);
            MemorySegment y = operands.output(0);
            int i = 0;
            for (; i < LANES.loopBound(width); i += LENGTH) {
                FloatVector normal = load(x, from + i).sub(mean).mul(factor);
                normal.fma(load(weight, i), load(bias, i)).intoMemorySegment(y, (from + i) * Float.BYTES, ORDER);
            }
            for (; i < width; i++) {
                float normal = (x.getAtIndex(ValueLayout.JAVA_FLOAT, from + i) - mean) * factor;
                float scaled = normal * weight.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                y.setAtIndex(ValueLayout.JAVA_FLOAT, from + i, scaled + bias.getAtIndex(ValueLayout.JAVA_FLOAT, i));
            }
        }

        private static FloatVector load(MemorySegment segment, long element) {
            return FloatVector.fromMemorySegment(LANES, segment, element * Float.BYTES, ORDER);
        }
    }
}
