package hone.profiler.advice;

import hone.profiler.report.Finding;
import hone.profiler.report.OpRoof;
import hone.profiler.report.OpRow;
import hone.profiler.report.RoofLimit;
import hone.profiler.report.RunReport;
import hone.profiler.report.Severity;
import hone.profiler.report.Units;
import hone.profiler.report.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Most of the time goes into bytes that come as fast as they can, so that more FLOP/s cannot help. */
final class MemoryBound implements AdviceRule {
    private static final double MOST = 0.5;

    @Override
    public String id() {
        return "memory-bound";
    }

    @Override
    public Optional<Finding> find(RunReport report) {
        List<OpRow> bound = Evidence.under(report.candidate(), RoofLimit.MEMORY);
        if (Evidence.share(bound) < MOST) {
            return Optional.empty();
        }
        OpRow longest = Evidence.longest(bound);
        OpRoof roof = Evidence.roof(longest);
        return Evidence.finding(
                this,
                report.verdict() == Verdict.FASTER ? Severity.NOTE : Severity.CAUSE,
                Evidence.atTheRoof(bound)
                        ? "Memory is the limit, so more FLOP/s cannot help"
                        : "Memory is the nearer limit, so more FLOP/s can help little",
                String.format(
                        Locale.ROOT,
                        "%s take %s and reach %s of what memory gives; %s moves %s (derived) at %.3g GB/s, where"
                                + " this machine gives at most %.3g GB/s to a working set of %s",
                        Evidence.names(bound),
                        Evidence.ofTheTime(bound),
                        Units.percent(Evidence.reached(bound)),
                        longest.name(),
                        Units.bytes(longest.bytes()),
                        longest.bytes() / longest.nanos(),
                        roof.bytesRoof() / 1e9,
                        Units.bytes(roof.workingSetBytes())),
                next(report, bound));
    }

    private static Finding.@Nullable NextExperiment next(RunReport report, List<OpRow> bound) {
        if (bound.stream().noneMatch(row -> row.flops() > 0)) {
            return null; // there are no weights to make smaller, or to use more often
        }
        return Evidence.has(report, "int8")
                ? Evidence.larger(
                        report,
                        "with four times the samples a run each weight that is read serves four times the arithmetic",
                        4)
                : Evidence.next(
                        report,
                        "weights of a quarter of the bytes are read in less time, if memory is the limit",
                        Evidence.with(report, "int8"),
                        report.batch());
    }
}
