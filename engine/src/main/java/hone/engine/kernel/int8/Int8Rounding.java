package hone.engine.kernel.int8;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Rounds activations to INT8: the nearest multiple of the scale, halves to the even one, at most 127 of them either way;
 * what is not a number becomes 0. One element and a whole vector give the same.
 */
final class Int8Rounding {
    private Int8Rounding() {}

    /** One element, as a number of scales. */
    static int round(float x, float scale) {
        return (int) Math.max(-127, Math.min(127, Math.rint(x / scale)));
    }

    /** Rows of activations as shorts, by vectors. */
    static final class Vectors {
        private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
        private static final VectorSpecies<Short> SHORTS =
                VectorSpecies.of(short.class, VectorShape.forBitSize(LANES.length() * Short.SIZE));
        private static final ByteOrder ORDER = ByteOrder.nativeOrder();

        /** Added to a small number and taken away again, it rounds it to an integer, halves to the even one. */
        private static final float ROUNDER = 0x1.8p23F;

        private Vectors() {}

        /**
         * Rounds one row.
         *
         * @param x {@code k} floats at byte {@code from}
         * @param q {@code k} shorts at byte {@code to}
         */
        static void row(MemorySegment x, long from, int k, float scale, MemorySegment q, long to) {
            FloatVector unit = FloatVector.broadcast(LANES, scale);
            int p = 0;
            for (; p < LANES.loopBound(k); p += LANES.length()) {
                FloatVector value = FloatVector.fromMemorySegment(LANES, x, from + (long) p * Float.BYTES, ORDER)
                        .div(unit)
                        .max(-127)
                        .min(127)
                        .add(ROUNDER)
                        .sub(ROUNDER);
                ((ShortVector) value.convertShape(VectorOperators.F2S, SHORTS, 0))
                        .intoMemorySegment(q, to + (long) p * Short.BYTES, ORDER);
            }
            for (; p < k; p++) {
                float value = x.get(ValueLayout.JAVA_FLOAT_UNALIGNED, from + (long) p * Float.BYTES);
                q.set(ValueLayout.JAVA_SHORT_UNALIGNED, to + (long) p * Short.BYTES, (short) round(value, scale));
            }
        }
    }
}
