package hone.profiler.advice;

import hone.profiler.report.Finding;
import hone.profiler.report.Latency;
import hone.profiler.report.RunReport;
import hone.profiler.report.Severity;
import hone.profiler.report.Units;
import java.util.Locale;
import java.util.Optional;

/** The 99th percentile is far from the median. */
final class LongTail implements AdviceRule {
    private static final double LONG = 1.5;

    @Override
    public String id() {
        return "long-tail";
    }

    @Override
    public Optional<Finding> find(RunReport report) {
        Latency latency = report.candidate().latency();
        Double p99 = latency.p99();
        if (p99 == null || p99 < LONG * latency.median()) {
            return Optional.empty();
        }
        return Evidence.finding(
                this,
                Severity.WARNING,
                "Some runs take much longer than most",
                String.format(
                        Locale.ROOT,
                        "one in a hundred takes %s or more, %.1f times the median of %s, over %d samples; %d of them were"
                                + " overlapped by a collection or a compilation",
                        Units.time(p99),
                        p99 / latency.median(),
                        Units.time(latency.median()),
                        latency.n(),
                        latency.marked().size()),
                Evidence.next(
                        report,
                        "if it is as long in a second run it is no accident, and hone profile names the cause of each",
                        report.recipe(),
                        report.batch()));
    }
}
