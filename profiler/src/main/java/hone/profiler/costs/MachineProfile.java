package hone.profiler.costs;

import hone.engine.run.KernelCosts;
import hone.profiler.machine.MachineFacts;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Measured kernel costs with everything they hold for: another processor, vector width, Java or program version is
 * another machine to the planner, and is measured anew.
 *
 * @param version of this JSON form
 * @param product name and version of the program
 * @param cpu model name
 * @param cores logical processors
 * @param vectorBits width of the preferred vector shape
 * @param jdk vendor and version
 * @param hash of the costs
 * @param nanosPerWork by kernel, at each of {@link KernelCosts#ROWS}
 * @param forkNanos what sharing an op costs
 * @param parallelEfficiency speedup of two threads over one, divided by two
 * @param dispatchNanos what starting an op costs
 * @param missing kernels that were not compiled in the time there was, whose costs stand in; measured at a later start
 * @param attempts how often the missing ones were tried
 */
public record MachineProfile(
        int version,
        String product,
        String cpu,
        int cores,
        int vectorBits,
        String jdk,
        String hash,
        Map<String, List<Double>> nanosPerWork,
        double forkNanos,
        double parallelEfficiency,
        double dispatchNanos,
        @Nullable Set<String> missing,
        @Nullable Integer attempts) {
    /** The version this code writes: raised with the form, and where kernels became others, so that old costs mislead. */
    public static final int VERSION = 5;

    /** Two for each start on a quiet machine, one for each on a busy one: then the compiler does not take the kernel. */
    private static final int MOST_ATTEMPTS = 6;

    public MachineProfile {
        Stream.of(product, cpu, jdk, hash).forEach(Objects::requireNonNull);
        nanosPerWork = new TreeMap<>(nanosPerWork);
        missing = missing == null ? Set.of() : new TreeSet<>(missing);
        attempts = attempts == null ? 1 : attempts;
        for (Map.Entry<String, List<Double>> entry : nanosPerWork.entrySet()) {
            boolean sound = entry.getValue().size() == KernelCosts.ROWS.size()
                    && entry.getValue().stream().allMatch(nanos -> nanos > 0 && nanos < 1e6);
            if (!sound) {
                throw new IllegalArgumentException("the costs of " + entry.getKey() + " are " + entry.getValue());
            }
        }
        if (!(forkNanos >= 0 && parallelEfficiency >= 0.5 && parallelEfficiency <= 1 && dispatchNanos >= 0)) {
            throw new IllegalArgumentException(
                    "fork " + forkNanos + ", efficiency " + parallelEfficiency + ", dispatch " + dispatchNanos);
        }
    }

    /** Costs that were measured by this program on this machine. */
    public static MachineProfile of(String product, MachineFacts facts, KernelCosts costs) {
        return of(product, facts, costs, Set.of(), 1);
    }

    static MachineProfile of(String product, MachineFacts facts, KernelCosts costs, Set<String> missing, int attempts) {
        return new MachineProfile(
                VERSION,
                product,
                facts.cpu(),
                facts.cores(),
                facts.vectorBits(),
                facts.jdk(),
                costs.id(),
                lists(costs),
                costs.forkNanos(),
                costs.parallelEfficiency(),
                costs.dispatchNanos(),
                missing,
                attempts);
    }

    /** Whether it was measured by this program on this machine. */
    boolean holdsFor(String otherProduct, MachineFacts facts) {
        return version == VERSION
                && product.equals(otherProduct)
                && cpu.equals(facts.cpu())
                && cores == facts.cores()
                && vectorBits == facts.vectorBits()
                && jdk.equals(facts.jdk());
    }

    /** As the planner takes them. */
    public KernelCosts costs() {
        Map<String, double[]> arrays = new TreeMap<>();
        nanosPerWork.forEach((key, nanos) ->
                arrays.put(key, nanos.stream().mapToDouble(Double::doubleValue).toArray()));
        return new KernelCosts(hash, arrays, forkNanos, parallelEfficiency, dispatchNanos);
    }

    /** Kernels that a later start has to measure; none once they were tried often enough. */
    Set<String> due() {
        return missing == null || attempts == null || attempts >= MOST_ATTEMPTS ? Set.of() : missing;
    }

    /** Whether no later start has to measure anything. */
    public boolean isComplete() {
        return due().isEmpty();
    }

    /** The same with the costs of those that were missing. */
    MachineProfile with(MachineProfiler.Measured later) {
        return new MachineProfile(
                version,
                product,
                cpu,
                cores,
                vectorBits,
                jdk,
                later.costs().id(),
                lists(later.costs()),
                later.costs().forkNanos(),
                later.costs().parallelEfficiency(),
                later.costs().dispatchNanos(),
                later.missing(),
                (attempts == null ? 1 : attempts) + later.attempts());
    }

    private static Map<String, List<Double>> lists(KernelCosts costs) {
        return costs.nanosPerWork().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> Arrays.stream(entry.getValue()).boxed().toList()));
    }

    /** Whether the hash is that of the numbers. */
    boolean isWhole() {
        return CostsHash.of(costs()).equals(hash);
    }
}
