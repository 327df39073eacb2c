package hone.profiler.export;

import hone.profiler.report.Arm;
import hone.profiler.report.Latency;
import hone.profiler.report.OpRow;
import hone.profiler.report.RunReport;
import java.util.HashSet;
import java.util.Set;

/** Tables of a report as CSV: numbers in full, with a point, units in the names of the columns. */
public final class ReportCsv {
    private ReportCsv() {}

    /** Every timed sample of both sides, in the order they were taken. */
    public static String samples(RunReport report) {
        CsvText csv = new CsvText().row("side", "recipe", "sample", "block", "nanoseconds", "marked");
        samples(csv, "baseline", report.baseline());
        samples(csv, "candidate", report.candidate());
        return csv.toString();
    }

    private static void samples(CsvText csv, String side, Arm arm) {
        Latency latency = arm.latency();
        Set<Integer> marked = new HashSet<>(latency.marked());
        for (int i = 0; i < latency.samples().size(); i++) {
            Object block = i < latency.blocks().size() ? latency.blocks().get(i) : "";
            csv.row(side, arm.recipe(), i, block, latency.samples().get(i), marked.contains(i) ? 1 : 0);
        }
    }

    /** The op rows of both sides, from the profile pass. */
    public static String ops(RunReport report) {
        CsvText csv = new CsvText()
                .row(
                        "side",
                        "name",
                        "layer",
                        "op",
                        "kernel",
                        "shape",
                        "dtype",
                        "flops",
                        "executed_flops",
                        "bytes",
                        "nanoseconds",
                        "share",
                        "reason");
        report.baseline().ops().forEach(op -> op(csv, "baseline", op));
        report.candidate().ops().forEach(op -> op(csv, "candidate", op));
        return csv.toString();
    }

    private static void op(CsvText csv, String side, OpRow op) {
        csv.row(
                side,
                op.name(),
                op.layer(),
                op.op(),
                op.kernel(),
                op.shape(),
                op.dtype(),
                op.flops(),
                op.executedFlops(),
                op.bytes(),
                op.nanos(),
                op.share(),
                op.reason());
    }
}
