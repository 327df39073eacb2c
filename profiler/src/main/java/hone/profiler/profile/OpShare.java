package hone.profiler.profile;

import hone.profiler.timeline.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an op took over all recorded runs.
 *
 * @param name of the op
 * @param layer it belongs to
 * @param kernel that ran it
 * @param runs of it
 * @param nanos of all of them
 * @param share of all steps, 0 to 1
 */
public record OpShare(String name, String layer, String kernel, int runs, long nanos, double share) {
    /** Name of the row for what runs take beside their ops. */
    static final String BETWEEN = "between ops";

    /** The ops of all steps, the one that took most first; what the steps took beside them is a row too. */
    public static List<OpShare> of(List<Span> steps) {
        long all = steps.stream().mapToLong(Span::durationNanos).sum();
        Map<String, OpShare> ops = new LinkedHashMap<>();
        long rest = all;
        for (Span step : steps) {
            for (Span layer : step.parts()) {
                for (Span op : layer.parts()) {
                    rest -= op.durationNanos();
                    OpShare before = ops.get(op.name());
                    String kernel = op.parts().getFirst().name();
                    int runs = before == null ? 1 : before.runs + 1;
                    long nanos = op.durationNanos() + (before == null ? 0 : before.nanos);
                    ops.put(op.name(), new OpShare(op.name(), layer.name(), kernel, runs, nanos, (double) nanos / all));
                }
            }
        }
        List<OpShare> shares = new ArrayList<>(ops.values());
        if (rest > 0) {
            shares.add(new OpShare(BETWEEN, "", "", steps.size(), rest, (double) rest / all));
        }
        shares.sort(Comparator.comparingLong(OpShare::nanos).reversed());
        return shares;
    }
}
