package hone.profiler.advice;

import hone.engine.technique.Recipe;
import hone.profiler.report.Arm;
import hone.profiler.report.Finding;
import hone.profiler.report.OpRow;
import hone.profiler.report.Ratio;
import hone.profiler.report.RunReport;
import hone.profiler.report.Severity;
import hone.profiler.report.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Ops are shared between threads, which together are hardly faster than one: no other core is free, or sharing costs what it saves. */
final class ThreadsGainLittle implements AdviceRule {
    private static final double MOST = 0.5;
    private static final double LITTLE = 1.1;

    @Override
    public String id() {
        return "threads-gain-little";
    }

    /** Only where the two sides differ by their threads alone: then the ratio is what threads bring, and nothing else. */
    @Override
    public Optional<Finding> find(RunReport report) {
        List<OpRow> shared = Evidence.ops(report.candidate(), row -> row.threads() > 1);
        Ratio gain = report.speedup();
        boolean alone = Recipe.parse(report.recipe())
                .without("threads")
                .equals(Recipe.parse(report.baseline().recipe()));
        if (!alone
                || !Evidence.has(report, "threads")
                || report.verdict() == Verdict.UNKNOWN
                || Evidence.share(shared) < MOST
                || gain.high() >= LITTLE) {
            return Optional.empty();
        }
        return Evidence.finding(
                this,
                Severity.CAUSE,
                "Threads share the work and are hardly faster than one",
                String.format(
                        Locale.ROOT,
                        "%s are shared by %d threads and take %s, but a run is %.2f times (%.2f to %.2f) as fast as on one"
                                + " thread, where %.2f was predicted: another processor is busy or shares its core with this"
                                + " one, or handing the work over takes what sharing saves",
                        Evidence.names(shared),
                        report.candidate().threads(),
                        Evidence.ofTheTime(shared),
                        gain.median(),
                        gain.low(),
                        gain.high(),
                        predicted(report.baseline()) / predicted(report.candidate())),
                Evidence.larger(
                        report,
                        "with sixteen times the samples a run, handing over hardly counts; where threads bring nothing there"
                                + " either, no other core is free",
                        16));
    }

    private static double predicted(Arm arm) {
        return arm.ops().stream().mapToDouble(OpRow::predictedNanos).sum();
    }
}
