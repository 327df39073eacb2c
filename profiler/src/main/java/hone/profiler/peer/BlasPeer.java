package hone.profiler.peer;

import hone.engine.blas.Blas;
import hone.engine.blas.BlasLibrary;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A BLAS as a peer: each product is one call, threads are the library's own. */
final class BlasPeer implements ProductPeer {
    private final String id;
    private final BlasLibrary library;
    private final long threadsSpinNanos;
    private int threads = 1;
    private @Nullable Blas blas;

    /** @param threadsSpinNanos how long the library's threads spin after a product */
    BlasPeer(String id, BlasLibrary library, long threadsSpinNanos) {
        this.id = id;
        this.library = library;
        this.threadsSpinNanos = threadsSpinNanos;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Optional<String> unavailableReason() {
        return library.unavailableReason();
    }

    @Override
    public String version() {
        return blas().version();
    }

    @Override
    public void useThreads(int count) {
        threads = count;
        blas().useThreads(count);
    }

    @Override
    public long spinNanos() {
        return threads > 1 ? threadsSpinNanos : 0;
    }

    @Override
    public void multiply(
            boolean transposeA,
            boolean transposeB,
            int m,
            int k,
            int n,
            MemorySegment a,
            MemorySegment b,
            MemorySegment c) {
        blas().multiply(transposeA, transposeB, m, k, n, a, 0, transposeA ? m : k, b, transposeB ? k : n, false, c, 0);
    }

    private Blas blas() {
        Blas opened = blas;
        if (opened == null) {
            opened = library.open();
            opened.useThreads(threads);
            blas = opened;
        }
        return opened;
    }
}
