package hone.engine.rewrite;

import hone.engine.graph.Graph;
import hone.engine.graph.LayerGlob;
import hone.engine.graph.Node;
import hone.engine.graph.Value;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Model;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes batch normalization out of a trained model. Behind a layer y = W x + b it only multiplies each channel by f = weight
 * / √(variance + epsilon) and shifts it, so W' = f W and b' = (b − mean) f + bias give the same result in one op. The new
 * weights are computed in doubles and rounded once.
 */
public final class BatchNormFolding {
    private final Graph graph;
    private final Map<String, FoldSite> sites = new HashMap<>();
    private final Set<String> gone = new HashSet<>();

    private BatchNormFolding(Graph graph, LayerGlob layers) {
        this.graph = graph;
        Uses uses = Uses.of(graph);
        Set<Value> kept = new HashSet<>(graph.outputs().values());
        for (Node.Apply node : graph.applications()) {
            FoldSite.at(graph, uses, layers, node)
                    .ifPresentOrElse(
                            site -> {
                                sites.put(site.layer().name(), site);
                                gone.add(node.name());
                            },
                            () -> kept.addAll(node.inputs()));
        }
        for (FoldSite site : sites.values()) {
            site.normalization().inputs().stream()
                    .skip(1)
                    .filter(value -> !kept.contains(value))
                    .forEach(value -> gone.add(graph.node(value).name()));
        }
    }

    /** The graph with every batch normalization folded that follows a matching layer it can go into; the same if none. */
    public static Graph of(Graph graph, LayerGlob layers) {
        BatchNormFolding folding = new BatchNormFolding(graph, layers);
        return folding.sites.isEmpty() ? graph : GraphCopy.of(graph, folding::change);
    }

    /**
     * The model with every batch normalization folded that follows a matching layer it can go into; the same model where
     * there is none.
     *
     * @param budget to charge the new weights to
     * @throws hone.engine.OverBudget if they do not fit it
     */
    public static Model of(Model model, LayerGlob layers, MemoryBudget budget) {
        BatchNormFolding folding = new BatchNormFolding(model.graph(), layers);
        return folding.sites.isEmpty()
                ? model
                : new Model(model.id(), GraphCopy.of(model.graph(), folding::change), folding.weights(model, budget));
    }

    private Optional<List<Value>> change(Node node, int index, GraphCopy copy) {
        if (gone.contains(node.name())) {
            // A normalization's value is its layer's; of weights that nobody needs any more nothing is left
            return Optional.of(
                    node instanceof Node.Apply apply
                            ? List.of(copy.map(apply.inputs().getFirst()))
                            : List.of());
        }
        FoldSite site = sites.get(node.name());
        if (site == null) {
            return Optional.empty();
        }
        List<Value> inputs = copy.map(site.layer().inputs());
        if (!site.bias()) {
            inputs.add(copy.builder()
                    .weight(
                            site.biasName(graph),
                            graph.type(site.normalization().inputs().get(1))));
        }
        return Optional.of(copy.builder().apply(node.name(), site.folded(), inputs));
    }

    private Map<String, Tensor> weights(Model model, MemoryBudget budget) {
        MemoryRegion region = budget.openCollected(Category.WEIGHTS, "folded weights");
        Map<String, Tensor> weights = new HashMap<>(model.weights());
        weights.keySet().removeAll(gone);
        sites.values().forEach(site -> fold(model, site, region, weights));
        return weights;
    }

    private void fold(Model model, FoldSite site, MemoryRegion region, Map<String, Tensor> weights) {
        Tensor old = model.weight(site.weightName(graph));
        Tensor weight = region.tensor(DType.F32, old.shape());
        int channels = (int) old.shape().size(0);
        Tensor bias = region.tensor(DType.F32, Shape.of(channels));
        long block = channels == 0 ? 0 : old.shape().elements() / channels;
        for (int c = 0; c < channels; c++) {
            double root = Math.sqrt((double) statistic(model, site, 4, c) + site.epsilon());
            double factor = statistic(model, site, 1, c) / root;
            for (long i = c * block; i < (c + 1) * block; i++) {
                weight.setFloat(i, (float) (old.getFloat(i) * factor));
            }
            double before = site.bias() ? model.weight(site.biasName(graph)).getFloat(c) : 0;
            bias.setFloat(c, (float) ((before - statistic(model, site, 3, c)) * factor + statistic(model, site, 2, c)));
        }
        weights.put(site.weightName(graph), weight);
        weights.put(site.biasName(graph), bias);
    }

    private float statistic(Model model, FoldSite site, int input, int channel) {
        return model.weight(site.statisticName(graph, input)).getFloat(channel);
    }
}
