package hone.profiler.advice;

import hone.profiler.report.Finding;
import hone.profiler.report.OpRoof;
import hone.profiler.report.OpRow;
import hone.profiler.report.RoofLimit;
import hone.profiler.report.RunReport;
import hone.profiler.report.Units;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Most of the time goes into arithmetic as fast as the machine does it, so that fewer bytes cannot help. */
final class ComputeBound extends RoofBound {
    ComputeBound() {
        super(
                RoofLimit.ARITHMETIC,
                "Arithmetic is the limit, so fewer bytes cannot help",
                "Arithmetic is the nearer limit, so fewer bytes can help little");
    }

    @Override
    public String id() {
        return "compute-bound";
    }

    @Override
    String evidence(List<OpRow> bound, OpRow longest, OpRoof roof) {
        return String.format(
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
                Units.time(longest.bytes() / roof.bytesRoof() * 1e9));
    }

    @Override
    Finding.@Nullable NextExperiment next(RunReport report, List<OpRow> bound) {
        return Evidence.has(report, "threads")
                ? null
                : Evidence.next(
                        report,
                        "more threads bring more arithmetic units, if arithmetic is the limit",
                        Evidence.with(report, "threads"),
                        report.batch());
    }
}
