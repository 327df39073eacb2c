package hone.profiler.bench.decode;

import hone.engine.run.Plan;
import hone.engine.run.PlannedOp;
import hone.engine.run.Probe;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Where the time of a step goes, by kind of op; the output, which alone is a fifth of the weights, for itself. */
final class OpShares implements Probe {
    private final Plan plan;
    private final long[] nanos;
    private long began;

    OpShares(Plan plan) {
        this.plan = plan;
        nanos = new long[plan.steps().size()];
    }

    @Override
    public void before(int op) {
        began = System.nanoTime();
    }

    @Override
    public void after(int op) {
        nanos[op] += System.nanoTime() - began;
    }

    /** The largest first. */
    Map<String, Double> largestFirst() {
        Map<String, Double> byKind = new TreeMap<>();
        double all = 0;
        for (int i = 0; i < nanos.length; i++) {
            PlannedOp<?> step = plan.steps().get(i);
            String kind =
                    step.node().name().equals("output") ? "output" : step.op().kind();
            byKind.merge(kind, (double) nanos[i], Double::sum);
            all += nanos[i];
        }
        Map<String, Double> sorted = new LinkedHashMap<>();
        double total = Math.max(1, all);
        byKind.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .forEach(kind -> sorted.put(kind.getKey(), kind.getValue() / total));
        return sorted;
    }
}
