package hone.engine.train;

import hone.engine.graph.Graph;
import hone.engine.graph.Node;
import hone.engine.graph.Op;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Architecture;
import hone.engine.model.Model;
import hone.engine.op.attention.PositionEmbedding;
import hone.engine.op.embedding.Embedding;
import hone.engine.op.normalization.BatchNorm;
import hone.engine.op.normalization.LayerNorm;
import hone.engine.op.normalization.RmsNorm;
import hone.engine.random.CounterRandom;
import hone.engine.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The weights that training starts from: uniform within ±√(6 / fan-in) for weights of two dimensions and more, which
 * keeps the variance of activations through rectifiers (He et al., "Delving deep into rectifiers", ICCV 2015), and zeros
 * for biases. The factors of normalizations and the variances of batches are 1, and a table of tokens' or positions' vectors is
 * uniform with a deviation of 0.02, as in GPT-2 (Radford et al., 2019). A weight's numbers depend on (seed, its place among the weights) alone.
 */
public final class Initialisation {
    private static final long STREAM = 0x494E_4954L;

    /** √3 · 0.02: a uniform number's deviation is its bound through √3. */
    private static final double TABLE_BOUND = 0.034641016151377546;

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
            CounterRandom random = new CounterRandom(seed, STREAM, weights.size());
            if (tensor.shape().rank() >= 2) {
                // The fan-in is everything but the outermost dimension. // (out, in) or (out, in, height, width)
                double fanIn =
                        (double) tensor.shape().elements() / tensor.shape().size(0);
                fill(tensor, isTable(graph, weight) ? TABLE_BOUND : StrictMath.sqrt(6 / fanIn), random);
            } else if (startsAtOne(graph, weight)) {
                for (long i = 0; i < tensor.shape().elements(); i++) {
                    tensor.setFloat(i, 1);
                }
            }
            weights.put(weight.name(), tensor);
        }
        return new Model(architecture.id(), graph, weights);
    }

    private static void fill(Tensor weight, double bound, CounterRandom random) {
        for (long i = 0; i < weight.shape().elements(); i++) {
            weight.setFloat(i, (float) random.uniform(-bound, bound));
        }
    }

    /** Whether a weight is the factor of a normalization, or the variance that it divides by. */
    private static boolean startsAtOne(Graph graph, Node.Weight weight) {
        return reads(graph, weight, LayerNorm.class, 1)
                || reads(graph, weight, RmsNorm.class, 1)
                || reads(graph, weight, BatchNorm.class, 1)
                || reads(graph, weight, BatchNorm.class, 4);
    }

    private static boolean isTable(Graph graph, Node.Weight weight) {
        return reads(graph, weight, Embedding.class, 0)
                || reads(graph, weight, PositionEmbedding.class, PositionEmbedding.TABLE);
    }

    /** Whether an op of this kind has the weight for one of its inputs. */
    private static boolean reads(Graph graph, Node.Weight weight, Class<? extends Op> kind, int input) {
        return graph.applications().stream()
                .filter(node -> kind.isInstance(node.op()))
                .anyMatch(node -> graph.node(node.inputs().get(input)).equals(weight));
    }
}
