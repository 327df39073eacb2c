package hone.profiler.advice;

import hone.profiler.report.Finding;
import hone.profiler.report.OpRow;
import hone.profiler.report.RunReport;
import hone.profiler.report.Severity;
import hone.profiler.report.Verdict;
import java.util.List;
import java.util.Optional;

/** What was switched on concerns ops that take little of the time. */
final class UntouchedTime implements AdviceRule {
    private static final double MOST = 0.5;
    private static final double SAME = 0.1;

    @Override
    public String id() {
        return "untouched-time";
    }

    /** Where the recipe left most of the baseline's time on the same kernels, it cannot show in the whole. */
    @Override
    public Optional<Finding> find(RunReport report) {
        if (report.recipe().equals(report.baseline().recipe()) || report.verdict() != Verdict.WITHIN_NOISE) {
            return Optional.empty();
        }
        List<OpRow> same = Evidence.ops(
                report.baseline(),
                row -> report.candidate().ops().stream()
                        .anyMatch(other -> other.name().equals(row.name())
                                && other.kernel().equals(row.kernel())
                                && other.dtype().equals(row.dtype())
                                && Math.abs(Evidence.nanos(report.candidate(), other)
                                                        / Evidence.nanos(report.baseline(), row)
                                                - 1)
                                        < SAME));
        if (Evidence.share(same) < MOST) {
            return Optional.empty();
        }
        return Evidence.finding(
                this,
                Severity.CAUSE,
                "The recipe leaves most of the time as it was",
                Evidence.names(same) + " ran on the same kernels in the same time on both sides, and are "
                        + Evidence.ofTheTime(same) + " of the baseline",
                Evidence.has(report, "simd")
                        ? null
                        : Evidence.next(
                                report,
                                "faster kernels for those ops move the whole",
                                Evidence.with(report, "simd"),
                                report.batch()));
    }
}
