package hone.profiler.advice;

import hone.profiler.report.Finding;
import hone.profiler.report.OpRow;
import hone.profiler.report.RunReport;
import hone.profiler.report.Severity;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A share of the work that cannot be shared. */
final class AmdahlShare implements AdviceRule {
    private static final double MATTERS = 0.1;

    @Override
    public String id() {
        return "amdahl-share";
    }

    /** Amdahl, "Validity of the single processor approach", AFIPS 30 (1967): the serial share bounds the speedup. */
    @Override
    public Optional<Finding> find(RunReport report) {
        int threads = report.candidate().threads();
        List<OpRow> shared = Evidence.ops(report.candidate(), row -> row.threads() > 1);
        List<OpRow> serial = Evidence.ops(report.candidate(), row -> row.threads() <= 1);
        if (threads < 2 || shared.isEmpty() || Evidence.share(serial) < MATTERS) {
            return Optional.empty();
        }
        double serialNanos = serial.stream().mapToDouble(OpRow::nanos).sum();
        double sharedNanos = shared.stream().mapToDouble(OpRow::nanos).sum();
        double most = (serialNanos + threads * sharedNanos) / (serialNanos + sharedNanos);
        return Evidence.finding(
                this,
                Severity.WARNING,
                "What runs on one thread bounds what more threads can bring",
                String.format(
                        Locale.ROOT,
                        "%s run on one thread and take %s; even if the others shared perfectly, %d threads were no more than"
                                + " %.2f times as fast as one",
                        Evidence.names(serial),
                        Evidence.ofTheTime(serial),
                        threads,
                        most),
                Evidence.has(report, "fuse")
                        ? null
                        : Evidence.next(
                                report,
                                "fused into their neighbours, small ops are shared with them",
                                Evidence.with(report, "fuse"),
                                report.batch()));
    }
}
