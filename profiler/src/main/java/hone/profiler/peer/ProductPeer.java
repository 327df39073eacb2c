package hone.profiler.peer;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * A library that multiplies float32 matrices, to compare our kernels with. Ask {@link #unavailableReason} first; the
 * other methods throw {@link hone.engine.Unavailable} where it gives a reason. One thread at a time.
 */
public interface ProductPeer {
    /** As the command line and reports name it: "openblas". */
    String id();

    /** Why it cannot be used here, as a clause; empty where it can. Asking opens it, which may unpack a few files. */
    Optional<String> unavailableReason();

    /** The library's version and build, in its own words. */
    String version();

    /** Lets it use so many threads from now on; 1 until then. */
    void useThreads(int count);

    /**
     * How long after a product its threads may go on spinning, which is how long to wait before somebody else is timed;
     * 0 while it uses one thread.
     */
    long spinNanos();

    /**
     * C = A·B, all row-major and without gaps; empty sizes are allowed.
     *
     * @param transposeA whether A is stored as (k × m) rather than (m × k)
     * @param transposeB whether B is stored as (n × k) rather than (k × n), as a layer's weight is
     * @param a at least m·k floats of native memory
     * @param b at least k·n
     * @param c at least m·n, overwritten
     */
    void multiply(
            boolean transposeA,
            boolean transposeB,
            int m,
            int k,
            int n,
            MemorySegment a,
            MemorySegment b,
            MemorySegment c);
}
