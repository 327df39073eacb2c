package hone.engine.kernel.matmul;

import java.lang.foreign.MemorySegment;
import java.util.Locale;
import jdk.incubator.vector.FloatVector;

/**
 * A few rows of A times one panel of B, as many rows as this processor has registers for. The choice is a constant to
 * the compiler, which leaves only the one that is taken.
 */
final class RegisterBlock {
    /** Whether there are registers for eight rows, which also leaves enough addresses to read A in place. */
    static final boolean WIDE = registers() >= 32;

    /** Rows of A at once. */
    static final int ROWS = WIDE ? EightRowProduct.ROWS : FiveRowProduct.ROWS;

    private RegisterBlock() {}

    /** Vector registers: 32 where vectors have 64 bytes (AVX-512) and on ARM, else 16. */
    private static int registers() {
        boolean arm = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT).equals("aarch64");
        return arm || FloatVector.SPECIES_PREFERRED.vectorByteSize() == 64 ? 32 : 16;
    }

    /** See {@link EightRowProduct#inPlace}. */
    static void inPlace(
            int k, MemorySegment a, long a0, long aRow, MemorySegment panels, long b, float[] tile, int at) {
        if (WIDE) {
            EightRowProduct.inPlace(k, a, a0, aRow, panels, b, tile, at);
        } else {
            FiveRowProduct.inPlace(k, a, a0, aRow, panels, b, tile, at);
        }
    }

    /** See {@link EightRowProduct#packed}. */
    static void packed(int k, float[] a, int a0, MemorySegment panels, long b, float[] tile, int at) {
        if (WIDE) {
            EightRowProduct.packed(k, a, a0, panels, b, tile, at);
        } else {
            FiveRowProduct.packed(k, a, a0, panels, b, tile, at);
        }
    }
}
