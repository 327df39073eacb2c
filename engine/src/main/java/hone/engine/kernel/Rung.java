package hone.engine.kernel;

import java.util.Locale;

/** The steps of every ladder, from the slowest to the fastest; a kernel stands on one of them. */
public enum Rung {
    /** Objects instead of numbers: what a list of {@code Float} costs. */
    BOXED,
    /** The textbook's loops, in the textbook's order. */
    NAIVE,
    /** The same loops ordered for the memory, so that the compiler can vectorize them: plain good Java. */
    REORDERED,
    /** Cut into tiles that stay in the cache. */
    TILED,
    /** Written with the Vector API. */
    SIMD,
    /** Packed and blocked for registers. */
    PACKED,
    /** A native library. */
    NATIVE;

    /** As recipes and reports name it. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
