package hone.engine.technique.acceleration;

import hone.engine.graph.Cost;
import hone.engine.graph.Graph;
import hone.engine.graph.LayerGlob;
import hone.engine.graph.Node;
import hone.engine.model.Model;
import hone.engine.rewrite.ActivationFusion;
import hone.engine.rewrite.BatchNormFolding;
import hone.engine.rewrite.ChainFusion;
import hone.engine.rewrite.PoolFusion;
import hone.engine.technique.Effort;
import hone.engine.technique.Goal;
import hone.engine.technique.Knob;
import hone.engine.technique.Preview;
import hone.engine.technique.RecipeStep;
import hone.engine.technique.Setup;
import hone.engine.technique.Stage;
import hone.engine.technique.Technique;
import hone.engine.technique.Workbench;
import hone.engine.tensor.Dim;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Several ops in one, so that what lies between them never goes to memory and back. */
public final class Fusion implements Technique {
    @Override
    public String id() {
        return "fuse";
    }

    @Override
    public String title() {
        return "Fusion";
    }

    @Override
    public String text() {
        return "Computes several ops in one pass, so that what lies between them never goes to memory and back. An "
                + "activation, and a maximum pooling behind a convolution, become part of the layer before them; runs of "
                + "element-by-element ops become one; batch normalization goes into a layer's weights. The answers stay the "
                + "same up to rounding.";
    }

    @Override
    public Stage stage() {
        return Stage.ACCELERATION;
    }

    @Override
    public Set<Goal> goals() {
        return Set.of(Goal.FASTER);
    }

    @Override
    public List<Knob> knobs() {
        return List.of();
    }

    @Override
    public Effort effort(RecipeStep step) {
        return Effort.INSTANT;
    }

    @Override
    public Optional<String> refusal(Preview preview, RecipeStep step) {
        return fused(preview.graph(), step.layers()).equals(preview.graph())
                ? Optional.of("nothing is left to fuse in layers that match " + step.layers()
                        + ": no activation, pooling or batch normalization behind a layer whose results it alone uses, and no "
                        + "element-by-element ops in a row")
                : Optional.empty();
    }

    @Override
    public Preview preview(Preview before, RecipeStep step) {
        return before.withGraph(fused(before.graph(), step.layers()));
    }

    private static Graph fused(Graph graph, LayerGlob layers) {
        return withinLayers(BatchNormFolding.of(graph, layers), layers);
    }

    /**
     * Activations go into layers where they can, then poolings; what is left of element-by-element ops in a row becomes
     * chains.
     */
    private static Graph withinLayers(Graph graph, LayerGlob layers) {
        return ChainFusion.of(PoolFusion.of(ActivationFusion.of(graph, layers), layers), layers);
    }

    @Override
    public Applied apply(Setup setup, RecipeStep step, Workbench workbench) {
        Model model = setup.model();
        Model folded = BatchNormFolding.of(model, step.layers(), workbench.budget());
        Graph graph = withinLayers(folded.graph(), step.layers());
        Model fused = new Model(model.id(), graph, folded.weights());
        return new Applied(setup.withModel(fused), List.of(saved(model.graph(), fused.graph())));
    }

    /** What was saved, derived from the ops' formulas: "fused: 5 ops became 3, and one sample moves … bytes fewer". */
    private static String saved(Graph before, Graph after) {
        int ops = before.applications().size();
        long bytes = bytes(before) - bytes(after);
        return "fused: " + ops + " ops became " + after.applications().size() + ", and one sample moves " + bytes
                + " bytes fewer between ops";
    }

    /** Bytes that all ops read and write, every symbol being 1. */
    private static long bytes(Graph graph) {
        Map<String, Long> symbols = new HashMap<>();
        for (Node node : graph.nodes()) {
            node.outputs()
                    .forEach(type -> type.dims().forEach(dim -> {
                        if (dim instanceof Dim.Symbol symbol) {
                            symbols.put(symbol.name(), 1L);
                        }
                    }));
        }
        return graph.costs(symbols).values().stream().mapToLong(Cost::bytes).sum();
    }
}
