package hone.profiler.advice;

import hone.engine.run.KernelFit;
import hone.profiler.report.Finding;
import hone.profiler.report.OpRow;
import hone.profiler.report.RunReport;
import hone.profiler.report.Severity;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A kernel of a lower rung runs, as the one that was asked for is slower on this machine. */
final class StoodIn implements AdviceRule {
    private static final double MATTERS = 0.2;

    @Override
    public String id() {
        return "slower-than-its-rung";
    }

    @Override
    public Optional<Finding> find(RunReport report) {
        List<OpRow> rows = Evidence.ops(report.candidate(), row -> row.fit() == KernelFit.FASTER_BELOW);
        if (Evidence.share(rows) < MATTERS) {
            return Optional.empty();
        }
        OpRow longest =
                rows.stream().max(Comparator.comparingDouble(OpRow::nanos)).orElseThrow();
        return Evidence.finding(
                this,
                Severity.CAUSE,
                "The kernels that were asked for are slow on this machine, so lower rungs stand in",
                Evidence.names(rows) + " take " + Evidence.ofTheTime(rows) + "; " + longest.name() + " runs on "
                        + longest.kernel() + ", " + longest.reason(),
                null);
    }
}
