package hone.profiler.advice;

import hone.profiler.report.Finding;
import hone.profiler.report.RunReport;
import hone.profiler.report.Severity;
import hone.profiler.report.Units;
import java.util.Optional;

/** Other processes, or a machine that changes its speed, hide what the recipe does. */
final class NoisyMachine implements AdviceRule {
    @Override
    public String id() {
        return "noisy-machine";
    }

    @Override
    public Optional<Finding> find(RunReport report) {
        if (report.noise().warnings().isEmpty()) {
            return Optional.empty();
        }
        return Evidence.finding(
                this,
                Severity.WARNING,
                "The machine was not quiet, so small differences cannot show",
                String.join("; ", report.noise().warnings()) + "; differences within ±"
                        + Units.percent(report.speedup().noiseFloor()) + " count as noise",
                Evidence.next(
                        report, "the interval is narrower once other programs rest", report.recipe(), report.batch()));
    }
}
