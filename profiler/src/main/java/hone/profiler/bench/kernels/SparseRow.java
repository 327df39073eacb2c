package hone.profiler.bench.kernels;

/**
 * A pruned layer on the kernel of its pattern.
 *
 * @param shape "m×k×n" of the layer before pruning
 * @param batch samples a run
 * @param pattern "csr", "sell", "4x1", "2:4" or "structured"
 * @param kernel id of the kernel that ran
 * @param threads that shared it
 * @param sparsity the share of weights that are gone
 * @param medianNanos of a run, by the wall clock
 * @param denseNanos the median of the fastest dense kernel on the whole layer, in the same turns
 * @param speedupOverDense the second divided by the first
 */
public record SparseRow(
        String shape,
        int batch,
        String pattern,
        String kernel,
        int threads,
        double sparsity,
        double medianNanos,
        double denseNanos,
        double speedupOverDense) {}
