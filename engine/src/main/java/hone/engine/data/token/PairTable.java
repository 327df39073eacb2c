package hone.engine.data.token;

import java.util.Arrays;

/** For pairs of tokens the rank of their merge and the token they become: an open-addressed table without boxes. */
final class PairTable {
    private static final long FREE = -1;
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    private final long[] pairs;
    private final long[] values;
    private final int shift;

    /** @param entries the most pairs that will be put in */
    PairTable(int entries) {
        int bits = 64 - Long.numberOfLeadingZeros(Math.max(4, 2L * entries));
        pairs = new long[1 << bits];
        values = new long[1 << bits];
        shift = 64 - bits;
        Arrays.fill(pairs, FREE);
    }

    static long pair(int left, int right) {
        return ((long) left << 32) | right;
    }

    static int left(long pair) {
        return (int) (pair >>> 32);
    }

    static int right(long pair) {
        return (int) pair;
    }

    /** Notes a merge unless the pair has one already; says whether it was new. */
    boolean put(long pair, int rank, int joined) {
        int at = slot(pair);
        if (pairs[at] == pair) {
            return false;
        }
        pairs[at] = pair;
        values[at] = ((long) rank << 32) | joined;
        return true;
    }

    /** The merge as rank·2³² + token, or -1. */
    long get(long pair) {
        int at = slot(pair);
        return pairs[at] == pair ? values[at] : -1;
    }

    private int slot(long pair) {
        int at = (int) ((pair * SPREAD) >>> shift);
        while (pairs[at] != FREE && pairs[at] != pair) {
            at = (at + 1) & (pairs.length - 1);
        }
        return at;
    }
}
