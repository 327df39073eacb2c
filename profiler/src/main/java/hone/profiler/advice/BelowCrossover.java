package hone.profiler.advice;

import hone.engine.run.KernelFit;
import hone.engine.technique.Recipe;
import hone.engine.technique.compression.MagnitudePruning;
import hone.profiler.report.Finding;
import hone.profiler.report.OpRow;
import hone.profiler.report.RunReport;
import hone.profiler.report.Severity;
import hone.profiler.report.Units;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Pruned layers run on dense kernels, which are predicted to be faster at so few zeros. */
final class BelowCrossover implements AdviceRule {
    private static final String PRUNE = "prune";
    private static final double MANY = 0.9;
    private static final double MOST = 0.99;

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
                next(report));
    }

    /** More zeros than there are, where more can be had. */
    private static Finding.@Nullable NextExperiment next(RunReport report) {
        double sparsity = Recipe.parse(report.recipe()).steps().stream()
                .filter(step -> step.id().equals(PRUNE))
                .mapToDouble(step -> Double.parseDouble(new MagnitudePruning().value(step, "sparsity")))
                .max()
                .orElse(MOST);
        if (sparsity >= MOST) {
            return null;
        }
        double more = sparsity < MANY ? MANY : MOST;
        return Evidence.next(
                report,
                String.format(
                        Locale.ROOT, "with %.0f weights in a hundred gone, skipping may beat computing", 100 * more),
                Recipe.parse(report.recipe()).without(PRUNE) + (isAlone(report) ? "" : ",") + PRUNE + "=" + more,
                report.batch());
    }

    private static boolean isAlone(RunReport report) {
        return Recipe.parse(report.recipe()).without(PRUNE).isEmpty();
    }
}
