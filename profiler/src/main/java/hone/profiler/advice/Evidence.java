package hone.profiler.advice;

import hone.engine.graph.LayerGlob;
import hone.engine.technique.Recipe;
import hone.engine.technique.RecipeStep;
import hone.engine.technique.Stage;
import hone.engine.technique.Techniques;
import hone.profiler.report.Arm;
import hone.profiler.report.Finding;
import hone.profiler.report.OpRoof;
import hone.profiler.report.OpRow;
import hone.profiler.report.QualityChange;
import hone.profiler.report.RoofLimit;
import hone.profiler.report.RunReport;
import hone.profiler.report.Severity;
import hone.profiler.report.Units;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What several rules read out of a report. */
final class Evidence {
    private static final int FEW = 3;
    private static final double AT_THE_ROOF = 0.8;
    private static final int LARGEST_BATCH = 1_024;

    private Evidence() {}

    /** The ops of a side that something holds of, in the order they run. */
    static List<OpRow> ops(Arm arm, Predicate<OpRow> which) {
        return arm.ops().stream().filter(which).toList();
    }

    /** The ops of a side that this roof limits. */
    static List<OpRow> under(Arm arm, RoofLimit limit) {
        return ops(arm, row -> row.roof() != null && row.roof().limit() == limit);
    }

    /** The share of their roofs that ops with roofs reach together, 0 to 1. */
    static double reached(List<OpRow> rows) {
        double least = rows.stream().mapToDouble(row -> roof(row).leastNanos()).sum();
        return least / rows.stream().mapToDouble(OpRow::nanos).sum();
    }

    /** Whether what they reach leaves so little that the roof, and not the kernels, is what counts. */
    static boolean atTheRoof(List<OpRow> rows) {
        return reached(rows) >= AT_THE_ROOF;
    }

    /** The one that takes most of the time. */
    static OpRow longest(List<OpRow> rows) {
        return rows.stream().max(Comparator.comparingDouble(OpRow::nanos)).orElseThrow();
    }

    /** The roof of a row that has one. */
    static OpRoof roof(OpRow row) {
        return Objects.requireNonNull(row.roof());
    }

    /** Their share of all ops' time, 0 to 1. */
    static double share(List<OpRow> rows) {
        return rows.stream().mapToDouble(OpRow::share).sum();
    }

    /** "fc1, fc2 and 3 more". */
    static String names(List<OpRow> rows) {
        String first = rows.stream().limit(FEW).map(OpRow::name).collect(Collectors.joining(", "));
        return rows.size() <= FEW ? first : first + " and " + (rows.size() - FEW) + " more";
    }

    /** "62.0 % of the ops' time". */
    static String ofTheTime(List<OpRow> rows) {
        return Units.percent(share(rows)) + " of the ops' time";
    }

    /** Multiply-adds and all, in GFLOP/s as executed; 0 where it did none. */
    static double rate(OpRow row) {
        return row.nanos() > 0 ? row.executedFlops() / row.nanos() : 0;
    }

    /** The candidate against the same baseline with another recipe or batch. */
    static Finding.NextExperiment next(RunReport report, String why, String recipe, int batch) {
        return new Finding.NextExperiment(why, recipe, report.baseline().recipe(), batch);
    }

    /**
     * The same recipe with so many times the samples a run.
     *
     * @return null where the batch is as large already as one that is still worth a try
     */
    static Finding.@Nullable NextExperiment larger(RunReport report, String why, int times) {
        long batch = Math.min((long) times * report.batch(), LARGEST_BATCH);
        return batch > report.batch() ? next(report, why, report.recipe(), (int) batch) : null;
    }

    /** The candidate's recipe without a technique. */
    static String without(RunReport report, String technique) {
        return Recipe.parse(report.recipe()).without(technique).toString();
    }

    /**
     * The candidate's recipe, in which the steps that change numbers are switched on for each of these layers but one.
     *
     * @param layers all that those steps change, each with those that apply to it
     */
    static String sparing(RunReport report, String spared, List<QualityChange.OfLayer> layers) {
        List<RecipeStep> steps = new ArrayList<>();
        for (RecipeStep step : Recipe.parse(report.recipe()).steps()) {
            if (changesNumbers(step)) {
                layers.stream()
                        .filter(one ->
                                !one.layer().equals(spared) && step.layers().matches(one.layer()))
                        .filter(one -> Recipe.parse(one.recipe()).has(step.id()))
                        .forEach(one -> steps.add(step.on(new LayerGlob(one.layer()))));
            } else {
                steps.add(step);
            }
        }
        return new Recipe(steps).toString();
    }

    /**
     * The candidate's recipe with a technique where it applies: at its end, but what accelerates ahead of what changes
     * numbers, as layers in other numbers are not fused.
     */
    static String with(RunReport report, String technique) {
        List<RecipeStep> steps = new ArrayList<>(Recipe.parse(report.recipe()).steps());
        int at = steps.size();
        while (Techniques.find(technique).stage() == Stage.ACCELERATION
                && at > 0
                && changesNumbers(steps.get(at - 1))) {
            at--;
        }
        steps.add(at, RecipeStep.of(technique));
        return new Recipe(steps).toString();
    }

    private static boolean changesNumbers(RecipeStep step) {
        Stage stage = Techniques.find(step.id()).stage();
        return stage == Stage.QUANTIZATION || stage == Stage.COMPRESSION;
    }

    /**
     * What an op takes of a run, in nanoseconds, for a comparison between sides. The pass that looks at single ops comes at
     * another moment on each side, and the timed blocks take turns: it says the op's share, and they say of what.
     */
    static double nanos(Arm arm, OpRow row) {
        return row.share() * arm.latency().median();
    }

    /** {@link #rate} by the timed blocks. */
    static double rate(Arm arm, OpRow row) {
        double nanos = nanos(arm, row);
        return nanos > 0 ? row.executedFlops() / nanos : 0;
    }

    static boolean has(RunReport report, String technique) {
        return Recipe.parse(report.recipe()).has(technique);
    }

    static Optional<Finding> finding(
            AdviceRule rule, Severity severity, String title, String evidence, Finding.@Nullable NextExperiment next) {
        return Optional.of(new Finding(rule.id(), severity, title, evidence, next));
    }
}
