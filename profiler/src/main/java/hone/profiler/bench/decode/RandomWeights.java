package hone.profiler.bench.decode;

import hone.engine.graph.Node;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Gpt;
import hone.engine.model.GptDimensions;
import hone.engine.model.Model;
import hone.engine.random.CounterRandom;
import hone.engine.rewrite.KeyValueCaching;
import hone.engine.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;

/** A transformer for decoding whose weights are random by seed, since its speed does not depend on them. */
final class RandomWeights {
    private static final long SEED = 1;

    /** The token that a sequence begins with, and at which llama2.c stops. */
    static final int FIRST_TOKEN = 1;

    /** Makes that token's score all but zero, so that it never comes first among thousands. */
    private static final float HARDLY = 1e-3F;

    private RandomWeights() {}

    /** Uniform weights of variance 1 / fan-in; normalizations multiply by 1. */
    static Model of(GptDimensions dimensions, MemoryRegion region) {
        var graph = KeyValueCaching.of(Gpt.whole(dimensions), 1);
        Map<String, Tensor> weights = new HashMap<>();
        for (Node.Weight weight : graph.weights()) {
            Tensor tensor = region.tensor(weight.type().dtype(), weight.type().maxShape());
            fill(tensor, weights.size());
            weights.put(weight.name(), tensor);
        }
        Tensor table = weights.get(Gpt.TABLE);
        if (table != null) {
            for (long i = 0; i < dimensions.width(); i++) {
                long place = (long) FIRST_TOKEN * dimensions.width() + i;
                table.setFloat(place, HARDLY * table.getFloat(place));
            }
        }
        return new Model("gpt", graph, weights);
    }

    private static void fill(Tensor tensor, long stream) {
        long elements = tensor.shape().elements();
        boolean matrix = tensor.shape().rank() == 2;
        double bound = matrix ? Math.sqrt(3.0 / tensor.shape().size(1)) : 0;
        CounterRandom random = new CounterRandom(SEED, stream, 0);
        for (long i = 0; i < elements; i++) {
            tensor.setFloat(i, matrix ? (float) random.uniform(-bound, bound) : 1);
        }
    }
}
