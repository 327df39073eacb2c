package hone.engine.kernel.attention;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Rung;
import hone.engine.kernel.VectorUnit;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The rotation of a vector of elements at a time. One shuffle puts each element in its neighbour's place; with the
 * table's signs that makes both halves of all pairs the same two products. They are rounded apart, as in the plain
 * kernel, so both agree to the bit.
 */
public final class SimdRotary implements RotaryKernel {
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
    public void head(Operands operands, long at, RotationTable table, long position) {
        Loop.run(operands.input(0), operands.output(0), at, table, position);
    }

    /** A class of its own, so that the vector module is loaded only when a plan wants it. */
    private static final class Loop {
        private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
        private static final ByteOrder ORDER = ByteOrder.nativeOrder();
        private static final VectorShuffle<Float> NEIGHBOURS = VectorShuffle.fromOp(LANES, lane -> lane ^ 1);

        static void run(MemorySegment x, MemorySegment out, long at, RotationTable table, long position) {
            MemorySegment angles = table.values();
            long cosines = table.cosines(position);
            long sines = table.sines(position);
            int bound = LANES.loopBound(table.headDim());
            for (int c = 0; c < bound; c += LANES.length()) {
                long column = (long) c * Float.BYTES;
                FloatVector elements = FloatVector.fromMemorySegment(LANES, x, at + column, ORDER);
                FloatVector turned = elements.rearrange(NEIGHBOURS)
                        .mul(FloatVector.fromMemorySegment(LANES, angles, sines + column, ORDER));
                elements.mul(FloatVector.fromMemorySegment(LANES, angles, cosines + column, ORDER))
                        .add(turned)
                        .intoMemorySegment(out, at + column, ORDER);
            }
            ReorderedRotary.pairs(x, out, at, table, position, bound);
        }
    }
}
