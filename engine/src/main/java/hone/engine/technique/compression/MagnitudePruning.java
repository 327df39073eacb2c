package hone.engine.technique.compression;

import hone.engine.graph.Graph;
import hone.engine.graph.LayerGlob;
import hone.engine.graph.Node;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Model;
import hone.engine.op.matmul.Int8Linear;
import hone.engine.op.matmul.Linear;
import hone.engine.op.matmul.ZeroSkippingLinear;
import hone.engine.technique.Effort;
import hone.engine.technique.Goal;
import hone.engine.technique.Knob;
import hone.engine.technique.Preview;
import hone.engine.technique.RecipeStep;
import hone.engine.technique.Setup;
import hone.engine.technique.Stage;
import hone.engine.technique.Technique;
import hone.engine.technique.Workbench;
import hone.engine.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sets the smallest weights of each linear layer to zero and lets the plan skip them where a sparse kernel pays (Han et
 * al., "Learning both weights and connections for efficient neural networks", NIPS 2015; without retraining here).
 */
public final class MagnitudePruning implements Technique {
    private static final Knob SPARSITY = new Knob.Range(
            "sparsity",
            "Sparsity",
            "The share of each layer's weights that become zero.",
            "0.7",
            0.05,
            0.99,
            0.05,
            false);

    @Override
    public String id() {
        return "prune";
    }

    @Override
    public String title() {
        return "Magnitude pruning";
    }

    @Override
    public String text() {
        return "Sets the smallest weights of each layer to zero. The file shrinks at once; time shrinks only where "
                + "skipping zeros beats a dense kernel on this machine, and the report says which runs.";
    }

    @Override
    public Stage stage() {
        return Stage.COMPRESSION;
    }

    @Override
    public Set<Goal> goals() {
        return Set.of(Goal.SMALLER, Goal.FASTER);
    }

    @Override
    public List<Knob> knobs() {
        return List.of(SPARSITY);
    }

    @Override
    public Optional<Knob> mainKnob() {
        return Optional.of(SPARSITY);
    }

    @Override
    public Effort effort(RecipeStep step) {
        return Effort.INSTANT;
    }

    @Override
    public Optional<String> refusal(Preview preview, RecipeStep step) {
        if (!layers(preview.graph(), step.layers()).isEmpty()) {
            return Optional.empty();
        }
        boolean skipping = preview.graph().applications().stream()
                .anyMatch(node ->
                        node.op() instanceof ZeroSkippingLinear && step.layers().matches(node.layer()));
        return Optional.of(
                skipping
                        ? "the linear layers that match " + step.layers()
                                + " skip zero inputs; put this step before skip-zeros"
                        : "no linear layer matches " + step.layers());
    }

    @Override
    public Applied apply(Setup setup, RecipeStep step, Workbench workbench) {
        double sparsity = Double.parseDouble(value(step, SPARSITY.id()));
        Model model = setup.model();
        MemoryRegion region = workbench.budget().openCollected(Category.WEIGHTS, "pruned weights");
        Map<String, Tensor> weights = new HashMap<>(model.weights());
        for (Node.Apply layer : layers(model.graph(), step.layers())) {
            workbench.stop().check("pruning");
            String name = model.graph().node(layer.inputs().get(1)).name();
            Optional<Tensor> scales = layer.op() instanceof Int8Linear
                    ? Optional.of(model.weight(
                            model.graph().node(layer.inputs().get(2)).name()))
                    : Optional.empty();
            int groupSize = layer.op() instanceof Int8Linear int8 ? int8.groupSize() : 0;
            weights.put(name, MagnitudeMask.masked(model.weight(name), scales, groupSize, sparsity, region));
        }
        Setup pruned = setup.withModel(new Model(model.id(), model.graph(), weights))
                .withRequest(setup.request().withSparse(step.layers()));
        return new Applied(pruned, List.of());
    }

    private static List<Node.Apply> layers(Graph graph, LayerGlob pattern) {
        return graph.applications().stream()
                .filter(node -> (node.op() instanceof Linear || node.op() instanceof Int8Linear)
                        && pattern.matches(node.layer())
                        && graph.node(node.inputs().get(1)) instanceof Node.Weight)
                .toList();
    }
}
