package hone.profiler.service;

import hone.engine.run.Plan;
import hone.engine.run.PlannedOp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * What a planner made of what it was asked for, where that is not plain: ops that were to share their work and do not, and
 * layers whose kernel depends on their zeros. A few are told one by one; of many there is one sentence, since the reason of
 * each stands in the table of ops.
 */
final class PlanNotes {
    private static final int FEW = 3;

    private PlanNotes() {}

    static List<String> of(Plan plan) {
        List<PlannedOp<?>> alone = new ArrayList<>();
        SequencedMap<String, List<PlannedOp<?>>> byKernel = new LinkedHashMap<>();
        for (PlannedOp<?> step : plan.steps()) {
            String layer = step.node().layer();
            if (plan.request().sparseFor(layer) && step.node().op().kind().contains("Linear")) {
                byKernel.computeIfAbsent(step.kernel().id(), _ -> new ArrayList<>())
                        .add(step);
            } else if (plan.request().threadsFor(layer) > 1 && step.threads() == 1) {
                alone.add(step);
            }
        }
        List<String> notes = new ArrayList<>();
        byKernel.forEach((kernel, steps) -> notes.addAll(told(steps, "run on the kernel " + kernel)));
        notes.addAll(told(alone, "run on one thread, where several would not be faster"));
        return notes;
    }

    private static List<String> told(List<PlannedOp<?>> steps, String what) {
        if (steps.size() <= FEW) {
            return steps.stream()
                    .map(step -> step.node().name() + ": " + step.reason())
                    .toList();
        }
        String first = steps.stream().limit(FEW).map(step -> step.node().name()).collect(Collectors.joining(", "));
        int more = steps.size() - FEW;
        return List.of(steps.size() + " ops " + what + ": " + first + " and " + more
                + " more; the table of ops says why for each");
    }
}
