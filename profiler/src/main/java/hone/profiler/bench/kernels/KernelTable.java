package hone.profiler.bench.kernels;

import hone.engine.graph.Cost;
import hone.engine.kernel.Kernel;
import hone.engine.kernel.Rung;
import hone.profiler.stats.Quantiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * From the blocks of one subject's contestants to rows.
 *
 * @param contestants ours, and then the peers
 * @param blocks nanoseconds of a run in each block, sorted, of each contestant
 */
record KernelTable(
        KernelSubject subject, MachineRoofs roofs, List<KernelContestant> contestants, List<double[]> blocks) {
    /** So many times what the planner expected is no slow kernel but one that the interpreter still runs. */
    private static final double UNCOMPILED = 20;

    private static final double MOST_NANOS_OFF = 100_000;

    /** A row for each of our contestants, those of one thread first where a kernel has several. */
    List<KernelRow> rows() {
        Map<Integer, Map<String, Double>> peers = peerNanos();
        Map<Integer, Double> readRoofs = new HashMap<>();
        Map<String, Double> alone = new HashMap<>();
        List<KernelRow> rows = new ArrayList<>();
        Cost cost = subject.cost();
        double first = median(0);
        for (int i = 0; i < contestants.size(); i++) {
            if (contestants.get(i) instanceof KernelContestant.Ours ours) {
                double median = median(i);
                Kernel<?> kernel = ours.step().kernel();
                double readRoof =
                        readRoofs.computeIfAbsent(ours.threads(), count -> roofs.bytesPerSecond(cost.bytes(), count));
                alone.putIfAbsent(kernel.id(), median);
                Map<String, Double> ratios = new TreeMap<>();
                peers.getOrDefault(ours.threads(), Map.of()).forEach((id, nanos) -> ratios.put(id, nanos / median));
                rows.add(new KernelRow(
                        subject.op(),
                        subject.shape(),
                        kernel.rung().id(),
                        kernel.id(),
                        ours.threads(),
                        median,
                        Quantiles.ofSorted(blocks.get(i), 0.25),
                        Quantiles.ofSorted(blocks.get(i), 0.75),
                        cost.flops() / median,
                        cost.bytes() / median,
                        roofs.share(cost, median, ours.threads(), readRoof),
                        first / median,
                        median / alone.get(kernel.id()),
                        ratios,
                        note(ours, median)));
            }
        }
        return rows;
    }

    private double median(int contestant) {
        return Quantiles.ofSorted(blocks.get(contestant), 0.5);
    }

    /** By threads and the peer's id. */
    private Map<Integer, Map<String, Double>> peerNanos() {
        Map<Integer, Map<String, Double>> nanos = new TreeMap<>();
        for (int i = 0; i < contestants.size(); i++) {
            if (contestants.get(i) instanceof KernelContestant.Theirs theirs) {
                nanos.computeIfAbsent(theirs.threads(), _ -> new TreeMap<>())
                        .put(theirs.peer().id(), median(i));
            }
        }
        return nanos;
    }

    /** Compiled kernels make no objects, but for the rung that is there to show what objects cost. */
    private static Optional<String> note(KernelContestant.Ours ours, double median) {
        long bytes = ours.step().kernel().rung() == Rung.BOXED ? 0 : ours.allocatedBytes();
        double expected = ours.step().predictedNanos();
        if (bytes > 0) {
            return Optional.of("not compiled: a run still makes " + bytes + " bytes of objects");
        }
        return median > UNCOMPILED * expected + MOST_NANOS_OFF
                ? Optional.of(
                        String.format(Locale.ROOT, "not compiled: %.0f times as slow as expected", median / expected))
                : Optional.empty();
    }
}
