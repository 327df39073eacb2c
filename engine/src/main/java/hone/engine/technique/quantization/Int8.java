package hone.engine.technique.quantization;

import hone.engine.graph.Graph;
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
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Stores the weights of linear layers as INT8, one float32 scale for each output channel, symmetric; optionally rounds
 * activations to INT8 too, with a scale calibrated on training samples, and multiplies in integers.
 */
public final class Int8 implements Technique {
    private static final Knob ACTIVATIONS = new Knob.Choice(
            "activations",
            "Activations",
            "float32 widens the weights as they are used; int8 rounds the activations too and multiplies in integers, "
                    + "which is usually slower on a processor whose integer dot product Java cannot reach.",
            "float32",
            List.of("float32", "int8"));

    @Override
    public String id() {
        return "int8";
    }

    @Override
    public String title() {
        return "INT8 weights";
    }

    @Override
    public String text() {
        return "Stores each weight in one byte instead of four, with a scale for each output. "
                + "The model shrinks to about a quarter; answers may change slightly.";
    }

    @Override
    public Stage stage() {
        return Stage.QUANTIZATION;
    }

    @Override
    public Set<Goal> goals() {
        return Set.of(Goal.SMALLER, Goal.LESS_MEMORY);
    }

    @Override
    public List<Knob> knobs() {
        return List.of(ACTIVATIONS);
    }

    @Override
    public Effort effort(RecipeStep step) {
        return integerActivations(step) ? Effort.CALIBRATES : Effort.INSTANT;
    }

    private boolean integerActivations(RecipeStep step) {
        return value(step, ACTIVATIONS.id()).equals("int8");
    }

    @Override
    public Optional<String> refusal(Preview preview, RecipeStep step) {
        if (!Int8Rewrite.layers(preview.graph(), step.layers()).isEmpty()) {
            return Optional.empty();
        }
        if (preview.graph().applications().stream()
                .anyMatch(node ->
                        node.op() instanceof ZeroSkippingLinear && step.layers().matches(node.layer()))) {
            return Optional.of("the linear layers that match " + step.layers()
                    + " skip zero inputs, which their INT8 form does not do; put this step before skip-zeros");
        }
        boolean already = preview.graph().applications().stream()
                .anyMatch(
                        node -> node.op() instanceof Int8Linear && step.layers().matches(node.layer()));
        return Optional.of(
                already
                        ? "the linear layers that match " + step.layers() + " are INT8 already"
                        : "no linear layer matches " + step.layers());
    }

    @Override
    public Preview preview(Preview before, RecipeStep step) {
        return before.withGraph(Int8Rewrite.rewrite(before.graph(), step.layers(), integerActivations(step)));
    }

    @Override
    public Applied apply(Setup setup, RecipeStep step, Workbench workbench) {
        Model model = setup.model();
        List<Node.Apply> layers = Int8Rewrite.layers(model.graph(), step.layers());
        boolean integers = integerActivations(step);
        Map<String, Float> inputScales =
                integers ? new ActivationCalibration(model, workbench).inputScales(layers) : Map.of();
        MemoryRegion region = workbench.budget().openCollected(Category.WEIGHTS, "INT8 weights");
        Map<String, Tensor> weights = new HashMap<>(model.weights());
        for (Node.Apply layer : layers) {
            quantize(model, layer, weights, region, inputScales);
        }
        Graph graph = Int8Rewrite.rewrite(model.graph(), step.layers(), integers);
        List<String> notes = new ArrayList<>();
        if (integers) {
            notes.add("int8 activations: the Vector API cannot reach the processor's integer dot product, so products "
                    + "are formed in 16-bit lanes and widened, which costs more instructions than a float32 "
                    + "multiply-add; INT8 storage is what can win here");
        }
        return new Applied(setup.withModel(new Model(model.id(), graph, weights)), notes);
    }

    private static void quantize(
            Model model,
            Node.Apply layer,
            Map<String, Tensor> weights,
            MemoryRegion region,
            Map<String, Float> inputScales) {
        Int8Rewrite.Names names = Int8Rewrite.names(model.graph(), layer);
        Tensor weight = model.weight(names.source());
        Tensor rounded = region.tensor(DType.I8, weight.shape());
        Tensor scales = region.tensor(DType.F32, Shape.of(weight.shape().size(0)));
        SymmetricRounding.perOutputChannel(weight, rounded, scales);
        weights.put(names.weight(), rounded);
        weights.put(names.scale(), scales);
        if (!((Linear) layer.op()).bias()) {
            weights.put(
                    names.bias(),
                    region.tensor(DType.F32, Shape.of(weight.shape().size(0))));
        }
        Float inputScale = inputScales.get(layer.name());
        if (inputScale != null) {
            weights.put(
                    names.inputScale(), region.tensor(DType.F32, Shape.of(1)).fill(new float[] {inputScale}));
        }
    }
}
