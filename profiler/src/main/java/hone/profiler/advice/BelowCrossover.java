package hone.profiler.advice;

import hone.engine.run.KernelFit;
import hone.engine.technique.Recipe;
import hone.profiler.report.Finding;
import hone.profiler.report.OpRow;
import hone.profiler.report.RunReport;
import hone.profiler.report.Severity;
import hone.profiler.report.Units;
import java.util.List;
import java.util.Optional;

/** Pruned layers run on dense kernels, which are predicted to be faster at so few zeros. */
final class BelowCrossover implements AdviceRule {
    @Override
    public String id() {
        return "below-crossover";
    }

    @Override
    public Optional<Finding> find(RunReport report) {
        List<OpRow> rows = Evidence.ops(report.candidate(), row -> row.fit() == KernelFit.BELOW_CROSSOVER);
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        OpRow first = rows.getFirst();
        return Evidence.finding(
                this,
                Severity.CAUSE,
                "There are too few zeros for skipping them to pay",
                Evidence.names(rows) + " take " + Evidence.ofTheTime(rows) + " on dense kernels; " + first.name() + ": "
                        + first.reason() + "; measured: " + Units.time(first.nanos()),
                Evidence.has(report, "prune")
                        ? Evidence.next(
                                report,
                                "with nine weights in ten gone, skipping is faster than computing",
                                Recipe.parse(report.recipe()).without("prune") + (isAlone(report) ? "" : ",")
                                        + "prune=0.9",
                                report.batch())
                        : null);
    }

    private static boolean isAlone(RunReport report) {
        return Recipe.parse(report.recipe()).without("prune").isEmpty();
    }
}
