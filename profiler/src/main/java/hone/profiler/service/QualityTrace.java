package hone.profiler.service;

import hone.engine.graph.LayerGlob;
import hone.engine.graph.Node;
import hone.engine.technique.Preview;
import hone.engine.technique.Recipe;
import hone.engine.technique.RecipeStep;
import hone.engine.technique.Stage;
import hone.engine.technique.Techniques;
import hone.profiler.quality.Answers;
import hone.profiler.report.QualityChange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Which layer a loss of quality comes from: the techniques that change numbers are switched on for one layer at a time,
 * and the same held-out samples are answered again. Measured, not derived from the error of the layer's own output, which
 * says little of what the layers behind make of it.
 */
final class QualityTrace {
    private static final long BUDGET_NANOS = 5_000_000_000L;
    private static final Set<Stage> CHANGES_NUMBERS = Set.of(Stage.QUANTIZATION, Stage.COMPRESSION);

    private final Preview preview;
    private final Recipe recipe;
    private final boolean higherIsBetter;

    /**
     * @param preview of the model without any technique
     * @param recipe whose layers are looked at
     */
    QualityTrace(Preview preview, Recipe recipe, boolean higherIsBetter) {
        this.preview = preview;
        this.recipe = recipe;
        this.higherIsBetter = higherIsBetter;
    }

    /** Whether a recipe has steps that change numbers. */
    static boolean changesNumbers(Recipe recipe) {
        return recipe.steps().stream().anyMatch(QualityTrace::changesNumbers);
    }

    private static boolean changesNumbers(RecipeStep step) {
        return CHANGES_NUMBERS.contains(Techniques.find(step.id()).stage());
    }

    /** The layers that some step changes the numbers of, with the recipe for each alone; in the order they run. */
    Map<String, Recipe> alone() {
        Set<String> layers = new LinkedHashSet<>();
        preview.graph().nodes().forEach(node -> {
            if (node instanceof Node.Apply apply) {
                layers.add(apply.layer());
            }
        });
        Map<String, Recipe> alone = new LinkedHashMap<>();
        for (String layer : layers) {
            List<RecipeStep> steps = recipe.steps().stream()
                    .filter(step -> changesNumbers(step) && step.layers().matches(layer))
                    .map(step -> step.on(new LayerGlob(layer)))
                    .filter(step -> Techniques.refusal(preview, new Recipe(List.of(step)))
                            .isEmpty())
                    .toList();
            if (!steps.isEmpty()) {
                alone.put(layer, new Recipe(steps));
            }
        }
        return alone;
    }

    /**
     * A change with what each layer alone does to the quality, the worst first; layers for which there was no time are
     * counted.
     *
     * @param change of the whole recipe
     * @param before answers of the baseline
     * @param answers measures those of a recipe
     */
    QualityChange of(QualityChange change, Answers before, Function<Recipe, Answers> answers) {
        long start = System.nanoTime();
        List<QualityChange.OfLayer> found = new ArrayList<>();
        Map<String, Recipe> alone = alone();
        for (Map.Entry<String, Recipe> one : alone.entrySet()) {
            if (System.nanoTime() - start > BUDGET_NANOS) {
                break;
            }
            QualityChange ofOne = answers.apply(one.getValue()).since(before);
            found.add(new QualityChange.OfLayer(
                    one.getKey(), one.getValue().toString(), ofOne.difference(), ofOne.low(), ofOne.high()));
        }
        Comparator<QualityChange.OfLayer> rising = Comparator.comparingDouble(QualityChange.OfLayer::difference);
        found.sort(higherIsBetter ? rising : rising.reversed());
        return change.with(found, alone.size() - found.size());
    }
}
