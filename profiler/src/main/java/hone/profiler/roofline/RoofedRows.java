package hone.profiler.roofline;

import hone.engine.run.Plan;
import hone.profiler.report.OpRoof;
import hone.profiler.report.OpRow;
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
        Map<String, OpTraffic> traffic = OpTraffic.of(plan);
        return rows.stream()
                .map(row -> {
                    if (!roofs.knows(row.threads())) {
                        return row;
                    }
                    RoofPoint point = RoofPoint.of(row, traffic.getOrDefault(row.name(), OpTraffic.READING), roofs);
                    boolean above = point.judged() && point.share() > 1 + Roofline.TOLERATED;
                    return above ? row : row.with(roof(point, caches));
                })
                .toList();
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
