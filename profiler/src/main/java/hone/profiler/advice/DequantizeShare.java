package hone.profiler.advice;

import hone.profiler.report.Arm;
import hone.profiler.report.Finding;
import hone.profiler.report.OpRow;
import hone.profiler.report.RunReport;
import hone.profiler.report.Severity;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Small weights are made large again before they are used, in ops of their own or within a product. */
final class DequantizeShare implements AdviceRule {
    private static final double MATTERS = 0.15;
    private static final double SLOWER = 0.9;

    @Override
    public String id() {
        return "dequantize-share";
    }

    @Override
    public Optional<Finding> find(RunReport report) {
        List<OpRow> conversions = Evidence.ops(report.candidate(), DequantizeShare::converts);
        if (Evidence.share(conversions) >= MATTERS) {
            return found(
                    report,
                    Evidence.names(conversions) + " only convert between types, and take "
                            + Evidence.ofTheTime(conversions));
        }
        List<OpRow> narrow = Evidence.ops(report.candidate(), DequantizeShare::isNarrow);
        Arm candidate = report.candidate();
        double wide = Math.max(fastestFloat32(report.baseline()), fastestFloat32(candidate));
        List<OpRow> slower = narrow.stream()
                .filter(row -> Evidence.rate(candidate, row) < SLOWER * wide)
                .toList();
        if (Evidence.share(slower) < MATTERS) {
            return Optional.empty();
        }
        double rate = slower.stream()
                .mapToDouble(row -> Evidence.rate(candidate, row))
                .average()
                .orElse(0);
        return found(
                report,
                String.format(
                        Locale.ROOT,
                        "%s take %s at %.1f GFLOP/s on average, where float32 reached %.1f in the same trial: their weights"
                                + " become float32 again before they are multiplied",
                        Evidence.names(slower),
                        Evidence.ofTheTime(slower),
                        rate,
                        wide));
    }

    private Optional<Finding> found(RunReport report, String evidence) {
        return Evidence.finding(
                this,
                Severity.CAUSE,
                "Converting small numbers back costs what their size saves",
                evidence,
                Evidence.has(report, "int8")
                        ? new Finding.NextExperiment(
                                "without INT8 the same recipe is as fast or faster; its file and memory are larger",
                                Evidence.without(report, "int8"),
                                report.recipe(),
                                report.batch())
                        : null);
    }

    private static double fastestFloat32(Arm arm) {
        return arm.ops().stream()
                .filter(row -> row.dtype().equals("F32") && row.flops() > 0)
                .mapToDouble(row -> Evidence.rate(arm, row))
                .max()
                .orElse(0);
    }

    private static boolean converts(OpRow row) {
        return row.op().equals("Dequantize")
                || row.op().equals("Quantize")
                || row.op().equals("DynamicQuantize");
    }

    private static boolean isNarrow(OpRow row) {
        return row.op().startsWith("Int8")
                || row.op().startsWith("Int4")
                || row.op().startsWith("F16");
    }
}
