package hone.profiler.advice;

import hone.engine.run.KernelFit;
import hone.profiler.report.Finding;
import hone.profiler.report.OpRow;
import hone.profiler.report.RunReport;
import hone.profiler.report.Severity;
import hone.profiler.report.Units;
import java.util.List;
import java.util.Optional;

/** Weights are zero, and the kernel multiplies by them all the same. */
final class PrunedButDense implements AdviceRule {
    private static final double MATTERS = 0.1;

    @Override
    public String id() {
        return "pruned-but-dense";
    }

    @Override
    public Optional<Finding> find(RunReport report) {
        boolean lighter = report.candidate().bytes().nominal()
                < 0.9 * report.baseline().bytes().nominal();
        if (!Evidence.has(report, "prune") || !lighter) {
            return Optional.empty();
        }
        List<OpRow> rows = Evidence.ops(
                report.candidate(),
                row -> row.flops() > 0
                        && row.executedFlops() == row.flops()
                        && row.fit() != KernelFit.SPARSE
                        && row.fit() != KernelFit.BELOW_CROSSOVER);
        if (Evidence.share(rows) < MATTERS) {
            return Optional.empty();
        }
        return Evidence.finding(
                this,
                Severity.CAUSE,
                "Zeros were made, and a dense kernel computes with them",
                Evidence.names(rows) + " do all of their " + Units.count(flops(rows)) + " FLOPs, and take "
                        + Evidence.ofTheTime(rows) + ", though the model holds "
                        + Units.bytes(report.candidate().bytes().nominal()) + " instead of "
                        + Units.bytes(report.baseline().bytes().nominal()),
                Evidence.has(report, "int8")
                        ? Evidence.next(
                                report,
                                "float32 layers have kernels that skip zeros",
                                Evidence.without(report, "int8"),
                                report.batch())
                        : null);
    }

    private static long flops(List<OpRow> rows) {
        return rows.stream().mapToLong(OpRow::flops).sum();
    }
}
