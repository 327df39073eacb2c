package hone.engine.kernel.pool;

import hone.engine.kernel.Rung;
import hone.engine.kernel.VectorUnit;
import hone.engine.kernel.math.LaneSums;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The mean of each channel with the Vector API: two vectors of sums, whose lanes are added up at the end. */
public final class SimdGlobalAveragePool2d implements GlobalPoolKernel {
    @Override
    public String id() {
        return "simd";
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
    public float sum(MemorySegment x, long from, long count) {
        return Loop.sum(x, from, count);
    }

    /** A class of its own, so that the vector module is loaded only when a plan wants it. */
    private static final class Loop {
        private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
        private static final int LENGTH = LANES.length();
        private static final long VECTOR = LANES.vectorByteSize();
        private static final ByteOrder ORDER = ByteOrder.nativeOrder();

        static float sum(MemorySegment x, long from, long count) {
            long base = from * Float.BYTES;
            FloatVector sum0 = FloatVector.zero(LANES);
            FloatVector sum1 = sum0;
            long i = 0;
            for (; i <= count - 2L * LENGTH; i += 2L * LENGTH) {
                sum0 = sum0.add(FloatVector.fromMemorySegment(LANES, x, base + i * Float.BYTES, ORDER));
                sum1 = sum1.add(FloatVector.fromMemorySegment(LANES, x, base + i * Float.BYTES + VECTOR, ORDER));
            }
            float sum = LaneSums.of(sum0.add(sum1));
            for (; i < count; i++) {
                sum += x.getAtIndex(ValueLayout.JAVA_FLOAT, from + i);
            }
            return sum;
        }
    }
}
