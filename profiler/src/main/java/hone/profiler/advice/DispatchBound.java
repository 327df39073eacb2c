package hone.profiler.advice;

import hone.profiler.report.Finding;
import hone.profiler.report.OpRow;
import hone.profiler.report.RunReport;
import hone.profiler.report.Severity;
import hone.profiler.report.Units;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Many tiny ops: the time goes into starting them. */
final class DispatchBound implements AdviceRule {
    private static final double TINY_NANOS = 2_000;
    private static final double MOST = 0.5;

    @Override
    public String id() {
        return "dispatch-bound";
    }

    @Override
    public Optional<Finding> find(RunReport report) {
        List<OpRow> ops = report.candidate().ops();
        List<OpRow> tiny = Evidence.ops(report.candidate(), row -> row.nanos() < TINY_NANOS);
        double latency = report.candidate().latency().median();
        double computing = ops.stream().mapToDouble(OpRow::nanos).sum();
        if (tiny.size() < 3 || Evidence.share(tiny) < MOST) {
            return Optional.empty();
        }
        return Evidence.finding(
                this,
                Severity.CAUSE,
                "The ops are so short that starting them is what counts",
                String.format(
                        Locale.ROOT,
                        "%d of %d ops take less than %s each and %s together; a run takes %s, the ops one by one %s",
                        tiny.size(),
                        ops.size(),
                        Units.time(TINY_NANOS),
                        Evidence.ofTheTime(tiny),
                        Units.time(latency),
                        Units.time(computing)),
                Evidence.next(
                        report,
                        "with 64 samples a run each sample costs a fraction of this",
                        report.recipe(),
                        Math.max(64, Math.min(1024, 64 * report.batch()))));
    }
}
