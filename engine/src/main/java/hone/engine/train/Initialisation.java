package hone.engine.train;

import hone.engine.graph.Graph;
import hone.engine.graph.Node;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Architecture;
import hone.engine.model.Model;
import hone.engine.random.CounterRandom;
import hone.engine.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The weights that training starts from: uniform within ±√(6 / fan-in) for weights of two dimensions and more, which
 * keeps the variance of activations through rectifiers (He et al., "Delving deep into rectifiers", ICCV 2015), and zeros
 * for biases. A weight's numbers depend on (seed, its place among the weights) alone.
 */
public final class Initialisation {
    private static final long STREAM = 0x494E_4954L;

    private Initialisation() {}

    /**
     * A model of this architecture with fresh weights.
     *
     * @throws hone.engine.OverBudget if its weights do not fit the budget
     */
    public static Model fresh(Architecture architecture, long seed, MemoryBudget budget) {
        Graph graph = architecture.graph().get();
        MemoryRegion region = budget.openCollected(Category.WEIGHTS, "the weights of " + architecture.id());
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (Node.Weight weight : graph.weights()) {
            Tensor tensor = region.tensor(weight.type().dtype(), weight.type().maxShape());
            if (tensor.shape().rank() >= 2) {
                fill(tensor, new CounterRandom(seed, STREAM, weights.size()));
            }
            weights.put(weight.name(), tensor);
        }
        return new Model(architecture.id(), graph, weights);
    }

    /** The fan-in is everything but the outermost dimension. // (out, in) or (out, in, height, width) */
    private static void fill(Tensor weight, CounterRandom random) {
        long elements = weight.shape().elements();
        double bound = StrictMath.sqrt(6.0 * weight.shape().size(0) / elements);
        for (long i = 0; i < elements; i++) {
            weight.setFloat(i, (float) random.uniform(-bound, bound));
        }
    }
}
