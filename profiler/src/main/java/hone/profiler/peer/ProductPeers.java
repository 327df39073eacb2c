package hone.profiler.peer;

import hone.engine.InvalidInput;
import hone.engine.blas.BlasLibrary;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The matrix libraries to compare with. Each holds what it opened, so one such object serves a whole process.
 *
 * @param all in the order of reports
 */
public record ProductPeers(List<ProductPeer> all) {
    /** OpenBLAS's threads spin for 2^26 cycles, some 30 ms. */
    private static final long OPENBLAS_SPIN_NANOS = 60_000_000;

    /** Those of Intel's OpenMP, under MKL, spin for 200 ms. */
    private static final long MKL_SPIN_NANOS = 250_000_000;

    public ProductPeers {
        all = List.copyOf(all);
    }

    /** All peers there are, none opened yet. */
    public static ProductPeers onClassPath() {
        return new ProductPeers(List.of(
                new BlasPeer("openblas", BlasLibrary.openBlas(), OPENBLAS_SPIN_NANOS),
                new BlasPeer("mkl", BlasLibrary.mkl(), MKL_SPIN_NANOS)));
    }

    /** @throws InvalidInput if there is none of that id; the sentence lists those there are */
    public ProductPeer find(String id) {
        return all.stream()
                .filter(peer -> peer.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new InvalidInput(
                        "there is no such peer",
                        id,
                        "the peers are " + all.stream().map(ProductPeer::id).collect(Collectors.joining(", "))));
    }
}
