package hone.profiler.roofline;

import hone.engine.run.Plan;
import hone.engine.run.PlannedOp;
import hone.profiler.report.OpRoof;
import hone.profiler.report.OpRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The op rows of a report with the roof above each. */
public final class RoofedRows {
    private RoofedRows() {}

    /**
     * Rows of ops whose number of threads has a roof say what limits them; the others stay as they are, as do those above
     * their roof: there the roof was measured too low, and says nothing.
     *
     * @param rows of the plan's ops
     * @param caches of the machine, smallest first
     */
    public static List<OpRow> of(List<OpRow> rows, Plan plan, Roofs roofs, List<CacheLevel> caches) {
        Map<String, Long> writtenOver = writtenOver(plan);
        return rows.stream()
                .map(row -> {
                    if (!roofs.knows(row.threads())) {
                        return row;
                    }
                    RoofPoint point = RoofPoint.of(row, writtenOver.getOrDefault(row.name(), 0L), roofs);
                    boolean above = point.judged() && point.share() > 1 + Roofline.TOLERATED;
                    return above ? row : row.with(roof(point, caches));
                })
                .toList();
    }

    /** Bytes that an op writes over what it read, by its name. */
    static Map<String, Long> writtenOver(Plan plan) {
        Map<String, Long> bytes = new HashMap<>();
        for (PlannedOp<?> step : plan.steps()) {
            bytes.put(step.node().name(), plan.bytesWrittenOver(step));
        }
        return bytes;
    }

    private static OpRoof roof(RoofPoint point, List<CacheLevel> caches) {
        return new OpRoof(
                point.limit(),
                point.leastNanos(),
                point.flopsRoof(),
                point.bytesRoof(),
                point.workingSetBytes(),
                CacheLevel.holding(point.workingSetBytes(), point.threads(), caches));
    }
}
