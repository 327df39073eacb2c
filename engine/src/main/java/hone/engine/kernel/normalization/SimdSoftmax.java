package hone.engine.kernel.normalization;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Rung;
import hone.engine.kernel.VectorUnit;
import hone.engine.kernel.math.LaneSums;
import hone.engine.kernel.math.VectorExp;
import hone.engine.op.normalization.Softmax;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The softmax a vector at a time, with the exponential as a polynomial in every lane ({@link VectorExp}). Every lane has
 * a largest element and a sum of its own until the end of the row, so that no addition waits for the one before it in
 * its row; lanes are then added in a fixed order ({@link LaneSums}).
 */
public final class SimdSoftmax implements RowKernel<Softmax> {
    /** Exponentials summed in float32; longer sums, over a vocabulary, would lose digits and go on in double. */
    private static final int BLOCK = 1024;

    @Override
    public String id() {
        return "simd";
    }

    @Override
    public Class<Softmax> op() {
        return Softmax.class;
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
    public void row(Softmax op, Operands operands, long from, int width) {
        MemorySegment x = operands.input(0);
        MemorySegment y = operands.output(0);
        float largest = Loop.largest(x, from, width);
        double sum = 0;
        for (int start = 0; start < width; start += BLOCK) {
            sum += Loop.exponentials(x, y, from + start, Math.min(BLOCK, width - start), largest);
        }
        Loop.scale(y, from, width, (float) (1 / sum));
    }

    /** A class of its own, so that the vector module is loaded only when a plan wants it. */
    private static final class Loop {
        private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
        private static final int LENGTH = LANES.length();
        private static final ByteOrder ORDER = ByteOrder.nativeOrder();

        /** NaN does not count; its exponential passes it on. */
        static float largest(MemorySegment x, long from, int width) {
            FloatVector lanes = FloatVector.broadcast(LANES, Float.NEGATIVE_INFINITY);
            int i = 0;
            for (; i < LANES.loopBound(width); i += LENGTH) {
                FloatVector value = load(x, from + i);
                lanes = lanes.blend(value, value.compare(VectorOperators.GT, lanes));
            }
            float largest = lanes.reduceLanes(VectorOperators.MAX);
            for (; i < width; i++) {
                float value = x.getAtIndex(ValueLayout.JAVA_FLOAT, from + i);
                largest = value > largest ? value : largest;
            }
            return largest;
        }

        /** Writes the exponentials and returns their sum. */
        static float exponentials(MemorySegment x, MemorySegment y, long from, int width, float largest) {
            FloatVector lanes = FloatVector.zero(LANES);
            int i = 0;
            for (; i < LANES.loopBound(width); i += LENGTH) {
                FloatVector power = VectorExp.exp(load(x, from + i).sub(largest));
                power.intoMemorySegment(y, (from + i) * Float.BYTES, ORDER);
                lanes = lanes.add(power);
            }
            float sum = LaneSums.of(lanes);
            for (; i < width; i++) {
                float power = (float) Math.exp(x.getAtIndex(ValueLayout.JAVA_FLOAT, from + i) - largest);
                y.setAtIndex(ValueLayout.JAVA_FLOAT, from + i, power);
                sum += power;
            }
            return sum;
        }

        static void scale(MemorySegment y, long from, int width, float factor) {
            int i = 0;
            for (; i < LANES.loopBound(width); i += LENGTH) {
                load(y, from + i).mul(factor).intoMemorySegment(y, (from + i) * Float.BYTES, ORDER);
            }
            for (; i < width; i++) {
                float power = y.getAtIndex(ValueLayout.JAVA_FLOAT, from + i);
                y.setAtIndex(ValueLayout.JAVA_FLOAT, from + i, power * factor);
            }
        }

        private static FloatVector load(MemorySegment segment, long element) {
            return FloatVector.fromMemorySegment(LANES, segment, element * Float.BYTES, ORDER);
        }
    }
}
