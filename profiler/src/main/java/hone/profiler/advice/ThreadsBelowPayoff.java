package hone.profiler.advice;

import hone.engine.run.Sharing;
import hone.profiler.report.Finding;
import hone.profiler.report.OpRow;
import hone.profiler.report.RunReport;
import hone.profiler.report.Severity;
import hone.profiler.report.Units;
import java.util.List;
import java.util.Optional;

/** Ops that were to be shared stay on one thread, as handing them over costs more than it brings. */
final class ThreadsBelowPayoff implements AdviceRule {
    private static final double MATTERS = 0.3;

    @Override
    public String id() {
        return "threads-below-payoff";
    }

    @Override
    public Optional<Finding> find(RunReport report) {
        List<OpRow> rows = Evidence.ops(report.candidate(), row -> row.threadsAsked() > 1 && row.threads() == 1);
        if (Evidence.share(rows) < MATTERS) {
            return Optional.empty();
        }
        OpRow longest = Evidence.longest(rows);
        boolean useless = longest.sharing() == Sharing.NO_GAIN;
        return Evidence.finding(
                this,
                Severity.CAUSE,
                useless
                        ? "More threads bring nothing on this machine"
                        : "The work is too small to share between threads",
                Evidence.names(rows) + " stayed on one thread and take " + Evidence.ofTheTime(rows) + "; the longest, "
                        + longest.name() + ", takes " + Units.time(longest.nanos()) + ": " + longest.reason(),
                useless
                        ? null // what helps is another machine, or this one when nobody else is at work on it
                        : Evidence.larger(report, "sixteen times the samples a run give each thread enough to do", 16));
    }
}
