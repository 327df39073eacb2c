package hone.profiler.bench.kernels;

import java.util.Map;
import java.util.Optional;

/**
 * One kernel at one op and size.
 *
 * @param op as the command line names it
 * @param shape "m×k×n" for products
 * @param rung the kernel's rung
 * @param kernel its id
 * @param threads that shared it
 * @param medianNanos of a run, by the wall clock
 * @param lowNanos lower quartile
 * @param highNanos upper quartile
 * @param gflops floating-point operations by formula, in thousand millions a second; 0 for ops without
 * @param gigabytesPerSecond operands' bytes, each once, in thousand millions a second
 * @param roofShare the larger of two shares, of roofs on as many threads: of the multiply-add roof, and of the read roof
 *     of a working set of this size
 * @param speedupOverFirst the median of the first row of this op and size, divided by this one's
 * @param overOneThread this median divided by that of the same kernel on one thread; 1 for a row of one thread
 * @param ratioToPeer a peer's median on as many threads divided by this one's, by the peer's id
 * @param note what makes the row's figures doubtful: that the kernel was not compiled
 */
public record KernelRow(
        String op,
        String shape,
        String rung,
        String kernel,
        int threads,
        double medianNanos,
        double lowNanos,
        double highNanos,
        double gflops,
        double gigabytesPerSecond,
        double roofShare,
        double speedupOverFirst,
        double overOneThread,
        Map<String, Double> ratioToPeer,
        Optional<String> note) {
    public KernelRow {
        ratioToPeer = Map.copyOf(ratioToPeer);
    }
}
