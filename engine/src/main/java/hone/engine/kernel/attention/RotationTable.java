package hone.engine.kernel.attention;

import hone.engine.kernel.Footprint;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.attention.RotaryEmbedding;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The sines and cosines of every position, made once in double precision: a step of decode then reads two rows instead
 * of computing headDim functions. Both stand once for each element of a pair, and a sine has the sign of its element, so
 * that a rotation is x · cosine + neighbour · sine for all elements alike.
 *
 * @param values for each position its cosines and then its sines // (positions, 2, headDim)
 */
record RotationTable(MemorySegment values, int headDim) {
    static long bytes(RotaryEmbedding op) {
        return Footprint.block(2L * op.positions() * op.headDim() * Float.BYTES);
    }

    static RotationTable of(RotaryEmbedding op, MemoryRegion region) {
        return of(op, region, 1);
    }

    /** The angles of the rotation back, which is the gradient's. */
    static RotationTable back(RotaryEmbedding op, MemoryRegion region) {
        return of(op, region, -1);
    }

    private static RotationTable of(RotaryEmbedding op, MemoryRegion region, int sign) {
        RotationTable table = new RotationTable(region.allocate(bytes(op)), op.headDim());
        for (int pair = 0; pair < op.headDim() / 2; pair++) {
            double frequency = Math.pow(op.base(), -2.0 * pair / op.headDim());
            for (int position = 0; position < op.positions(); position++) {
                float cosine = (float) Math.cos(position * frequency);
                float sine = sign * (float) Math.sin(position * frequency);
                table.set(table.cosines(position) + 8L * pair, cosine, cosine);
                table.set(table.sines(position) + 8L * pair, -sine, sine);
            }
        }
        return table;
    }

    private void set(long at, float even, float odd) {
        values.set(ValueLayout.JAVA_FLOAT, at, even);
        values.set(ValueLayout.JAVA_FLOAT, at + Float.BYTES, odd);
    }

    /** Where the cosines of a position begin, in bytes. */
    long cosines(long position) {
        return 2 * position * headDim * Float.BYTES;
    }

    /** Where the sines of a position begin, in bytes. */
    long sines(long position) {
        return cosines(position) + (long) headDim * Float.BYTES;
    }
}
