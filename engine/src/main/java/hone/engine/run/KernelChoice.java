package hone.engine.run;

import hone.engine.InvalidInput;
import hone.engine.graph.Op;
import hone.engine.kernel.Kernel;
import hone.engine.kernel.Kernels;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The choice of a kernel for one op: the highest dense rung that is allowed and able, or a sparse kernel where the layer
 * may skip zeros and the machine profile predicts that skipping pays.
 *
 * @param <O> the op
 */
final class KernelChoice<O extends Op> {
    /** Measured costs are good to some ten per cent. */
    private static final double CLEARLY = 0.9;

    /** A vector kernel slower than plain Java by this factor runs far below what it was written for. */
    private static final double FAR_BELOW = 0.5;

    private final KernelCosts costs;
    private final O op;
    private final Site site;
    private final Rung rung;
    private final Kernel<O> kernel;
    private final String reason;
    private final KernelFit fit;

    KernelChoice(KernelCosts costs, O op, Site site, PlanRequest request, String layer) {
        this.costs = costs;
        this.op = op;
        this.site = site;
        this.rung = request.rungFor(layer);
        List<String> passedOver = new ArrayList<>();
        Kernel<O> top = highestDense(passedOver)
                .or(() -> lowestAbove(passedOver))
                .orElseThrow(() -> new InvalidInput(
                        "no kernel can run this op",
                        site.node() + " (" + op.kind() + ")",
                        String.join("; ", passedOver)));
        Kernel<O> dense = fasterBelow(top).orElse(top);
        String denseReason = !dense.equals(top)
                ? "predicted to be faster than the " + top.rung().id() + " rung: " + Micros.text(nanos(dense)) + ", "
                        + Micros.text(nanos(top)) + " for " + top.id()
                : dense.rung() == rung
                        ? "the " + rung.id() + " rung, as asked"
                        : dense.rung().compareTo(rung) > 0
                                ? "the lowest rung this op has"
                                : "the highest rung this op has up to " + rung.id() + why(passedOver);
        KernelFit denseFit = !dense.equals(top)
                ? KernelFit.FASTER_BELOW
                : dense.rung() == rung
                        ? KernelFit.AS_ASKED
                        : dense.rung().compareTo(rung) > 0
                                ? KernelFit.LOWEST
                                : hasHigher(dense) ? KernelFit.FELL_BACK : KernelFit.HIGHEST;
        if (!request.sparseFor(layer)) {
            this.kernel = dense;
            this.reason = denseReason;
            this.fit = denseFit;
            return;
        }
        List<String> sparsePassedOver = new ArrayList<>();
        Optional<Kernel<O>> sparse = cheapestSparse(sparsePassedOver);
        this.kernel =
                sparse.filter(candidate -> nanos(candidate) < nanos(dense)).orElse(dense);
        this.reason = sparse.map(candidate -> compared(candidate, dense))
                .orElseGet(() -> sparsePassedOver.isEmpty()
                        ? denseReason
                        : "dense: no sparse kernel applies" + why(sparsePassedOver));
        this.fit = sparse.map(candidate -> kernel.equals(candidate) ? KernelFit.SPARSE : KernelFit.BELOW_CROSSOVER)
                .orElse(sparsePassedOver.isEmpty() ? denseFit : KernelFit.NO_SPARSE_KERNEL);
    }

    Kernel<O> kernel() {
        return kernel;
    }

    KernelFit fit() {
        return fit;
    }

    /** Why, as a clause. */
    String reason() {
        return reason;
    }

    /** Rows of input that the op works on: all leading dimensions together. */
    long rows() {
        TensorType result = site.outputs().getFirst();
        long elements = result.maxShape().elements();
        long columns = result.rank() == 0 ? 1 : result.dim(result.rank() - 1).max();
        return columns == 0 ? 0 : elements / columns;
    }

    /** Of the highest rung; where several stand on it, the one that costs least. */
    private Optional<Kernel<O>> highestDense(List<String> passedOver) {
        Comparator<Kernel<O>> dearestFirst =
                Comparator.<Kernel<O>>comparingDouble(this::nanos).reversed();
        return able(false, passedOver)
                .max(Comparator.<Kernel<O>, Rung>comparing(Kernel::rung).thenComparing(dearestFirst));
    }

    /** Whether a kernel of a higher rung was asked for and is there; it cannot run here then, or it would have been chosen. */
    private boolean hasHigher(Kernel<O> than) {
        return Kernels.of(op).stream()
                .anyMatch(other -> !other.sparse()
                        && other.rung().compareTo(than.rung()) > 0
                        && other.rung().compareTo(rung) <= 0);
    }

    /** Sparse kernels differ in what patterns of zeros they skip, so that no rung says which is best here. */
    private Optional<Kernel<O>> cheapestSparse(List<String> passedOver) {
        return able(true, passedOver).min(Comparator.comparingDouble(this::nanos));
    }

    private Stream<Kernel<O>> able(boolean sparse, List<String> passedOver) {
        return Kernels.of(op).stream()
                .filter(candidate ->
                        candidate.sparse() == sparse && candidate.rung().compareTo(rung) <= 0)
                .filter(candidate -> able(candidate, passedOver));
    }

    /**
     * A lower rung that is clearly faster than a vector rung on top: another vector rung on narrow vectors, or plain Java
     * where the compiler made a poor job of the vectors. Rungs below the vectors, and a native library above, stay as they
     * were asked for, since they are there to be shown.
     */
    private Optional<Kernel<O>> fasterBelow(Kernel<O> top) {
        if (top.rung() == Rung.NATIVE || top.rung().compareTo(Rung.SIMD) < 0) {
            return Optional.empty();
        }
        Optional<Kernel<O>> vectors = cheapest(Rung.SIMD, top.rung(), CLEARLY * nanos(top));
        return cheapest(Rung.REORDERED, Rung.SIMD, FAR_BELOW * nanos(vectors.orElse(top)))
                .or(() -> vectors);
    }

    /** The cheapest kernel of the rungs from {@code lowest} to below {@code above} that takes less than {@code limit}. */
    private Optional<Kernel<O>> cheapest(Rung lowest, Rung above, double limit) {
        return Kernels.of(op).stream()
                .filter(candidate -> !candidate.sparse()
                        && candidate.rung().compareTo(lowest) >= 0
                        && candidate.rung().compareTo(above) < 0
                        && costs.knows(candidate)
                        && able(candidate, new ArrayList<>())
                        && nanos(candidate) < limit)
                .min(Comparator.comparingDouble(this::nanos));
    }

    /** Not every op has the slow rungs; where none is as low as asked, the lowest stands in. */
    private Optional<Kernel<O>> lowestAbove(List<String> passedOver) {
        return Kernels.of(op).stream()
                .filter(candidate -> !candidate.sparse() && candidate.rung().compareTo(rung) > 0)
                .filter(candidate -> able(candidate, passedOver))
                .min(Comparator.comparing(Kernel::rung));
    }

    private boolean able(Kernel<O> candidate, List<String> passedOver) {
        Optional<String> refusal = candidate.unavailableReason().or(() -> candidate.refusal(op, site));
        refusal.ifPresent(reason -> passedOver.add(candidate.id() + ": " + reason));
        return refusal.isEmpty();
    }

    private double nanos(Kernel<O> candidate) {
        return costs.nanos(candidate, candidate.work(op, site), rows());
    }

    private String compared(Kernel<O> sparse, Kernel<O> dense) {
        long zeros = Math.max(0, Math.round(100 - 100.0 * sparse.work(op, site) / Math.max(1, dense.work(op, site))));
        String figures = "skipping " + zeros + " % of the multiply-adds: " + Micros.text(nanos(sparse))
                + " predicted for " + sparse.id() + ", " + Micros.text(nanos(dense)) + " for " + dense.id();
        return (kernel.equals(sparse) ? "sparse kernel, " : "dense kernel although pruned, ") + figures;
    }

    private static String why(List<String> passedOver) {
        return passedOver.isEmpty() ? "" : " (" + String.join("; ", passedOver) + ")";
    }
}
