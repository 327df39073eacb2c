package hone.profiler.bench.kernels;

import hone.profiler.report.Units;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the bench of pruned layers found, for people and for programs.
 *
 * @param rows layer by layer, pattern by pattern
 * @param left a sentence for each pattern that could not be timed
 * @param threads that were allowed to share an op
 * @param loadOfOthers processors that other processes kept busy meanwhile
 */
public record SparseBenchResult(List<SparseRow> rows, List<String> left, int threads, double loadOfOthers) {
    private static final String LINE = "  %-14s %-11s %-10s %9s %10s %10s  %s%n";

    public SparseBenchResult {
        rows = List.copyOf(rows);
        left = List.copyOf(left);
    }

    /** A table, and what one has to know to read it. */
    public String text() {
        StringBuilder text = new StringBuilder();
        left.forEach(sentence -> text.append(sentence).append('\n'));
        text.append(String.format(
                Locale.ROOT, LINE, "shape", "pattern", "kernel", "sparsity", "median", "dense", "speedup over dense"));
        for (SparseRow row : rows) {
            text.append(String.format(
                    Locale.ROOT,
                    LINE,
                    row.shape(),
                    row.pattern(),
                    row.kernel(),
                    Units.percent(row.sparsity()),
                    Units.time(row.medianNanos()),
                    Units.time(row.denseNanos()),
                    Units.times(row.speedupOverDense())));
        }
        text.append(String.format(
                Locale.ROOT,
                "dense: the fastest dense kernel on the whole layer, in the same turns; up to %d thread%s; other processes"
                        + " kept %.2f processors busy%n",
                threads,
                threads == 1 ? "" : "s",
                loadOfOthers));
        return text.toString();
    }

    /** The same for JSON. */
    public Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("schemaVersion", 1);
        values.put("threads", threads);
        values.put("loadOfOthers", loadOfOthers);
        values.put("unavailable", left);
        values.put("rows", rows.stream().map(SparseBenchResult::values).toList());
        return values;
    }

    private static Map<String, Object> values(SparseRow row) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("shape", row.shape());
        one.put("batch", row.batch());
        one.put("pattern", row.pattern());
        one.put("kernel", row.kernel());
        one.put("threads", row.threads());
        one.put("sparsity", row.sparsity());
        one.put("medianNanos", row.medianNanos());
        one.put("denseNanos", row.denseNanos());
        one.put("speedupOverDense", row.speedupOverDense());
        return one;
    }
}
