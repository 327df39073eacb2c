package hone.engine.model;

import hone.engine.graph.Graph;
import hone.engine.graph.Node;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.util.HashMap;
import java.util.Map;

/**
 * A trained transformer before it is decided how it will run: its weights fit the graph over whole sequences and the one
 * that continues a sequence alike.
 *
 * @param id of the models made of it
 * @param dimensions its sizes
 * @param form its other differences
 * @param tensors by the names that {@link Gpt} gives weights
 */
public record GptWeights(String id, GptDimensions dimensions, GptForm form, Map<String, Tensor> tensors) {
    public GptWeights {
        tensors = Map.copyOf(tensors);
    }

    /**
     * The model over whole sequences.
     *
     * @throws hone.engine.InvalidInput if a weight is missing, of another type, or not in the graph
     */
    public Model whole() {
        return new Model(id, Gpt.whole(dimensions, form), tensors);
    }

    /** The types that the tensors must have, by name. */
    public static Map<String, TensorType> types(GptDimensions dimensions, GptForm form) {
        Graph graph = Gpt.whole(dimensions, form);
        Map<String, TensorType> types = new HashMap<>();
        for (Node.Weight weight : graph.weights()) {
            types.put(weight.name(), weight.type());
        }
        return types;
    }
}
