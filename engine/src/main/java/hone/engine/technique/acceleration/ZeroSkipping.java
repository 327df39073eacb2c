package hone.engine.technique.acceleration;

import hone.engine.graph.Graph;
import hone.engine.graph.LayerGlob;
import hone.engine.graph.Node;
import hone.engine.model.Model;
import hone.engine.op.matmul.Linear;
import hone.engine.op.matmul.ZeroSkippingLinear;
import hone.engine.rewrite.GraphCopy;
import hone.engine.technique.Effort;
import hone.engine.technique.Goal;
import hone.engine.technique.Knob;
import hone.engine.technique.LayerInputs;
import hone.engine.technique.Preview;
import hone.engine.technique.RecipeStep;
import hone.engine.technique.Setup;
import hone.engine.technique.Stage;
import hone.engine.technique.Technique;
import hone.engine.technique.Workbench;
import hone.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Linear layers whose inputs are mostly zeros leave these out, sample by sample. */
public final class ZeroSkipping implements Technique {
    private static final Knob SHARE = new Knob.Range(
            "share",
            "Zeros",
            "Only layers whose inputs hold at least this share of zeros, seen on calibration samples, skip them.",
            "0.7",
            0.05,
            0.95,
            0.05,
            false);

    @Override
    public String id() {
        return "skip-zeros";
    }

    @Override
    public String title() {
        return "Skip zeros";
    }

    @Override
    public String text() {
        return "Where most inputs of a layer are zero, as a picture's background is, leaves out their weights and "
                + "multiply-adds. The answers stay the same up to rounding; the time now depends on the sample.";
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
        return List.of(SHARE);
    }

    @Override
    public Optional<Knob> mainKnob() {
        return Optional.of(SHARE);
    }

    @Override
    public Effort effort(RecipeStep step) {
        return Effort.CALIBRATES;
    }

    @Override
    public Optional<String> refusal(Preview preview, RecipeStep step) {
        return layers(preview.graph(), step.layers()).isEmpty()
                ? Optional.of("no linear layer with float32 weights matches " + step.layers())
                : Optional.empty();
    }

    /** As if every layer had zeros enough: which ones do only the samples show. */
    @Override
    public Preview preview(Preview before, RecipeStep step) {
        Set<String> names = new HashSet<>();
        layers(before.graph(), step.layers()).forEach(layer -> names.add(layer.name()));
        return before.withGraph(rewritten(before.graph(), names));
    }

    @Override
    public Applied apply(Setup setup, RecipeStep step, Workbench workbench) {
        double least = Double.parseDouble(value(step, SHARE.id()));
        Model model = setup.model();
        List<Node.Apply> layers = layers(model.graph(), step.layers());
        Map<String, long[]> counts = new HashMap<>();
        new LayerInputs(model, workbench)
                .forEach(
                        layers,
                        (layer, entering) -> count(entering, counts.computeIfAbsent(layer.name(), _ -> new long[2])));
        Set<String> chosen = new HashSet<>();
        List<String> notes = new ArrayList<>();
        for (Node.Apply layer : layers) {
            long[] count = counts.getOrDefault(layer.name(), new long[2]);
            double share = count[1] == 0 ? 0 : (double) count[0] / count[1];
            if (share >= least) {
                chosen.add(layer.name());
            }
            notes.add("skip-zeros: " + Math.round(100 * share) + " % of the inputs of " + layer.name() + " are zero"
                    + (share >= least ? "" : ", too few to skip"));
        }
        Model skipping = new Model(model.id(), rewritten(model.graph(), chosen), model.weights());
        return new Applied(setup.withModel(skipping), notes);
    }

    /** Adds zeros and elements to a count of both. */
    private static void count(Tensor tensor, long[] count) {
        long elements = tensor.shape().elements();
        for (long i = 0; i < elements; i++) {
            count[0] += tensor.getFloat(i) == 0 ? 1 : 0;
        }
        count[1] += elements;
    }

    private static List<Node.Apply> layers(Graph graph, LayerGlob pattern) {
        return graph.applications().stream()
                .filter(node -> node.op() instanceof Linear
                        && pattern.matches(node.layer())
                        && graph.node(node.inputs().get(1)) instanceof Node.Weight)
                .toList();
    }

    private static Graph rewritten(Graph graph, Set<String> layers) {
        return GraphCopy.of(
                graph,
                (node, _, copy) -> node instanceof Node.Apply apply
                                && apply.op() instanceof Linear linear
                                && layers.contains(apply.name())
                        ? Optional.of(copy.builder()
                                .apply(
                                        apply.name(),
                                        new ZeroSkippingLinear(linear.bias(), linear.activation()),
                                        copy.map(apply.inputs())))
                        : Optional.empty());
    }
}
