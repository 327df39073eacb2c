package hone.profiler.explore;

import hone.engine.InvalidInput;
import hone.engine.technique.Recipe;
import hone.engine.technique.RecipeStep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * All 2^k combinations of a recipe's k steps, and what they say of each step and of steps together: a full factorial (Yates,
 * "The design and analysis of factorial experiments", 1937) on the logarithm of the speedup, where independent speedups add
 * up. Speedups are never multiplied into a prediction: what steps do together is measured.
 */
public final class Ablation {
    /** Most steps: 64 trials. */
    public static final int MOST_STEPS = 6;

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final double HALF_WIDTHS = 1.959964;
    private static final double FAMILY_ERROR = 0.05;

    private final Recipe recipe;
    private final int batch;

    /** @throws InvalidInput if the recipe has no step, or too many */
    public Ablation(Recipe recipe, int batch) {
        int steps = recipe.steps().size();
        if (steps == 0 || steps > MOST_STEPS) {
            throw new InvalidInput(
                    "an ablation takes 1 to " + MOST_STEPS + " techniques",
                    "--enable " + recipe,
                    steps == 0 ? "there is none" : steps + " would be " + (1L << Math.min(steps, 40)) + " trials");
        }
        this.recipe = recipe;
        this.batch = batch;
    }

    /** Every combination, in the recipe's order, from nothing to all. */
    public List<Point> points() {
        List<Point> points = new ArrayList<>();
        for (int subset = 0; subset < 1 << recipe.steps().size(); subset++) {
            points.add(point(subset));
        }
        return points;
    }

    private Point point(int subset) {
        List<RecipeStep> steps = new ArrayList<>();
        for (int i = 0; i < recipe.steps().size(); i++) {
            if ((subset >> i & 1) == 1) {
                steps.add(recipe.steps().get(i));
            }
        }
        return new Point(new Recipe(steps), batch);
    }

    /**
     * The effects that the measured cells are enough for: main effects first, the larger before the smaller, then interactions.
     * Corrected for their number by Holm's method ("A simple sequentially rejective multiple test procedure", 1979), so that
     * an ablation of techniques that do nothing flags any of them in no more than 5 of 100 runs.
     */
    public List<Effect> effects(SequencedMap<Point, Cell> cells) {
        List<Contrast> contrasts = new ArrayList<>();
        for (int subset = 1; subset < 1 << recipe.steps().size(); subset++) {
            contrast(subset, cells).ifPresent(contrasts::add);
        }
        List<Contrast> byChance = contrasts.stream()
                .sorted(Comparator.comparingDouble(Contrast::p))
                .toList();
        List<Effect> effects = new ArrayList<>();
        double adjusted = 0;
        for (int rank = 0; rank < byChance.size(); rank++) {
            Contrast contrast = byChance.get(rank);
            adjusted = Math.min(1, Math.max(adjusted, (byChance.size() - rank) * contrast.p()));
            effects.add(contrast.effect(names(contrast.subset()), adjusted));
        }
        effects.sort(Comparator.comparingInt(
                        (Effect effect) -> effect.techniques().size())
                .thenComparing(Comparator.comparingDouble((Effect effect) -> Math.abs(Math.log(effect.factor())))
                        .reversed()));
        return effects;
    }

    private List<String> names(int subset) {
        return point(subset).recipe().steps().stream().map(RecipeStep::toString).toList();
    }

    /** Averaged over every setting of the other steps for which all cells were measured; empty where there is none. */
    private Optional<Contrast> contrast(int subset, SequencedMap<Point, Cell> cells) {
        double sum = 0;
        double variance = 0;
        int settings = 0;
        for (int others = 0; others < 1 << recipe.steps().size(); others++) {
            if ((others & subset) != 0) {
                continue;
            }
            double value = 0;
            double error = 0;
            boolean whole = true;
            for (int part = subset; ; part = (part - 1) & subset) {
                Cell cell = cells.get(point(others | part));
                whole &= cell != null;
                if (cell != null) {
                    boolean plus = (Integer.bitCount(subset ^ part) & 1) == 0;
                    value += plus ? cell.logSpeedup() : -cell.logSpeedup();
                    error += cell.logError() * cell.logError();
                }
                if (part == 0) {
                    break;
                }
            }
            if (whole) {
                sum += value;
                variance += error;
                settings++;
            }
        }
        return settings == 0
                ? Optional.empty()
                : Optional.of(new Contrast(subset, sum / settings, Math.sqrt(variance) / settings, settings));
    }

    /** An effect on the logarithm, before it is corrected. */
    private record Contrast(int subset, double value, double error, int settings) {
        double p() {
            return error > 0 ? 2 * NORMAL.survivalProbability(Math.abs(value) / error) : value == 0 ? 1 : 0;
        }

        Effect effect(List<String> names, double adjusted) {
            return new Effect(
                    names,
                    Math.exp(value),
                    Math.exp(value - HALF_WIDTHS * error),
                    Math.exp(value + HALF_WIDTHS * error),
                    p(),
                    adjusted,
                    adjusted < FAMILY_ERROR,
                    settings);
        }
    }
}
