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

/** Most of the time goes into bytes that come as fast as they can, so that more FLOP/s cannot help. */
final class MemoryBound extends RoofBound {
    MemoryBound() {
        super(
                RoofLimit.MEMORY,
                "Memory is the limit, so more FLOP/s cannot help",
                "Memory is the nearer limit, so more FLOP/s can help little");
    }

    @Override
    public String id() {
        return "memory-bound";
    }

    @Override
    String evidence(List<OpRow> bound, OpRow longest, OpRoof roof) {
        return String.format(
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
                Units.bytes(roof.workingSetBytes()));
    }

    @Override
    Finding.@Nullable NextExperiment next(RunReport report, List<OpRow> bound) {
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
