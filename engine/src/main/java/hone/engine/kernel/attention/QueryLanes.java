package hone.engine.kernel.attention;

import java.util.Locale;
import jdk.incubator.vector.FloatVector;

/** How the queries of a tile lie: two vectors of them, one query in each lane. */
final class QueryLanes {
    /** Queries of a tile. */
    static final int COUNT = 2 * FloatVector.SPECIES_PREFERRED.length();

    /** Bytes of one number for each query. */
    static final long ROW = (long) COUNT * Float.BYTES;

    /** Whether there are registers for sixteen sums and what they need: with 64-byte vectors (AVX-512) and on ARM. */
    static final boolean MANY_REGISTERS = ROW == 128
            || System.getProperty("os.arch", "").toLowerCase(Locale.ROOT).equals("aarch64");

    private QueryLanes() {}
}
