package hone.profiler.advice;

import hone.profiler.report.Finding;
import hone.profiler.report.Latency;
import hone.profiler.report.RunReport;
import hone.profiler.report.Severity;
import hone.profiler.report.Verdict;
import java.util.Locale;
import java.util.Optional;

/** The compiler was still at work, or the machine kept changing. */
final class NotSteady implements AdviceRule {
    @Override
    public String id() {
        return "not-steady";
    }

    @Override
    public Optional<Finding> find(RunReport report) {
        Latency baseline = report.baseline().latency();
        Latency candidate = report.candidate().latency();
        if (baseline.steady() && candidate.steady()) {
            return Optional.empty();
        }
        String which = baseline.steady() ? "The candidate" : candidate.steady() ? "The baseline" : "Neither side";
        return Evidence.finding(
                this,
                report.verdict() == Verdict.UNKNOWN ? Severity.CAUSE : Severity.WARNING,
                baseline.steady() || candidate.steady()
                        ? which + " did not become steady, so its time is not settled"
                        : "Neither side became steady, so their times are not settled",
                String.format(
                        Locale.ROOT,
                        "%,d runs of the baseline and %,d of the candidate did not bring the compiler and the machine to rest",
                        baseline.warmUpRuns(),
                        candidate.warmUpRuns()),
                Evidence.next(report, "a second run finds the kernels compiled", report.recipe(), report.batch()));
    }
}
