package hone.profiler.advice;

import hone.engine.run.KernelFit;
import hone.profiler.report.Finding;
import hone.profiler.report.OpRow;
import hone.profiler.report.RunReport;
import hone.profiler.report.Severity;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** An op has no kernel of the rung that was asked for, for its type or shape. */
final class FellBack implements AdviceRule {
    private static final double MATTERS = 0.05;

    @Override
    public String id() {
        return "no-kernel";
    }

    @Override
    public Optional<Finding> find(RunReport report) {
        List<OpRow> rows = Evidence.ops(report.candidate(), row -> row.fit() == KernelFit.FELL_BACK);
        if (Evidence.share(rows) < MATTERS) {
            return Optional.empty();
        }
        OpRow slowest =
                rows.stream().max(Comparator.comparingDouble(OpRow::nanos)).orElseThrow();
        return Evidence.finding(
                this,
                Severity.CAUSE,
                "There is no kernel as fast as asked for some ops, so slower ones stand in",
                Evidence.names(rows) + " take " + Evidence.ofTheTime(rows) + "; " + slowest.name() + " ("
                        + slowest.dtype() + "): " + slowest.reason(),
                Evidence.has(report, "int8")
                        ? Evidence.next(
                                report,
                                "float32 has the kernels that are missing here",
                                Evidence.without(report, "int8"),
                                report.batch())
                        : null);
    }
}
