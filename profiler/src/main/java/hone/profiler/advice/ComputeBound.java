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

/** Most of the time goes into arithmetic as fast as the machine does it, so that fewer bytes cannot help. */
final class ComputeBound implements AdviceRule {
    private static final double MOST = 0.5;

    @Override
    public String id() {
        return "compute-bound";
    }

    @Override
    public Optional<Finding> find(RunReport report) {
        List<OpRow> bound = Evidence.under(report.candidate(), RoofLimit.ARITHMETIC);
        if (Evidence.share(bound) < MOST) {
            return Optional.empty();
        }
        OpRow longest = Evidence.longest(bound);
        OpRoof roof = Evidence.roof(longest);
        return Evidence.finding(
                this,
                report.verdict() == Verdict.FASTER ? Severity.NOTE : Severity.CAUSE,
                Evidence.atTheRoof(bound)
                        ? "Arithmetic is the limit, so fewer bytes cannot help"
                        : "Arithmetic is the nearer limit, so fewer bytes can help little",
                String.format(
                        Locale.ROOT,
                        "%s take %s and reach %s of what the arithmetic units give; %s does %.3g GFLOP/s on %d"
                                + " thread%s, where %.3g are the most, and its %s (derived) could come in %s",
                        Evidence.names(bound),
                        Evidence.ofTheTime(bound),
                        Units.percent(Evidence.reached(bound)),
                        longest.name(),
                        Evidence.rate(longest),
                        longest.threads(),
                        longest.threads() == 1 ? "" : "s",
                        roof.flopsRoof() / 1e9,
                        Units.bytes(longest.bytes()),
                        Units.time(longest.bytes() / roof.bytesRoof() * 1e9)),
                Evidence.has(report, "threads")
                        ? null
                        : Evidence.next(
                                report,
                                "more threads bring more arithmetic units, if arithmetic is the limit",
                                Evidence.with(report, "threads"),
                                report.batch()));
    }
}
