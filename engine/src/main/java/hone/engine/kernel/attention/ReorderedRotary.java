package hone.engine.kernel.attention;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Rung;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Pair by pair: two products and a sum for each element, sine and cosine from a table. */
public final class ReorderedRotary implements RotaryKernel {
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT;

    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public void head(Operands operands, long at, RotationTable table, long position) {
        pairs(operands.input(0), operands.output(0), at, table, position, 0);
    }

    /** The pairs of a head from element {@code from} on. */
    static void pairs(MemorySegment x, MemorySegment out, long at, RotationTable table, long position, int from) {
        MemorySegment angles = table.values();
        long cosines = table.cosines(position);
        long sines = table.sines(position);
        for (int c = from; c < table.headDim(); c += 2) {
            long even = (long) c * Float.BYTES;
            long odd = even + Float.BYTES;
            float x0 = x.get(F32, at + even);
            float x1 = x.get(F32, at + odd);
            out.set(F32, at + even, x0 * angles.get(F32, cosines + even) + x1 * angles.get(F32, sines + even));
            out.set(F32, at + odd, x1 * angles.get(F32, cosines + odd) + x0 * angles.get(F32, sines + odd));
        }
    }
}
