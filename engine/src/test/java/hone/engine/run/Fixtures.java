package hone.engine.run;

import hone.engine.graph.Graph;
import hone.engine.graph.Node;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Model;
import hone.engine.random.CounterRandom;
import hone.engine.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;

/** Models with seeded weights, and a double-precision forward pass to hold executors against. */
public final class Fixtures {
    private Fixtures() {}

    /** A model of this graph with normal weights scaled by 1/√fan-in. */
    public static Model model(Graph graph, MemoryBudget budget, long seed) {
        MemoryRegion region = budget.openCollected(Category.WEIGHTS, "test weights");
        Map<String, Tensor> weights = new HashMap<>();
        long stream = 0;
        for (Node.Weight weight : graph.weights()) {
            Tensor tensor = region.tensor(weight.type().dtype(), weight.type().maxShape());
            long fanIn = weight.type().dim(weight.type().rank() - 1).max();
            CounterRandom random = new CounterRandom(seed, stream++, 0);
            for (long i = 0; i < tensor.shape().elements(); i++) {
                tensor.setFloat(i, (float) (random.nextGaussian() / Math.sqrt((double) fanIn)));
            }
            weights.put(weight.name(), tensor);
        }
        return new Model("test", graph, weights);
    }

    /** Uniform numbers from -1 to 1. */
    public static Tensor uniform(MemoryRegion region, long seed, long... sizes) {
        Tensor tensor = region.tensor(hone.engine.tensor.DType.F32, hone.engine.tensor.Shape.of(sizes));
        CounterRandom random = new CounterRandom(seed, 99, 0);
        for (long i = 0; i < tensor.shape().elements(); i++) {
            tensor.setFloat(i, (float) random.uniform(-1, 1));
        }
        return tensor;
    }

    /** The outputs of a perceptron fc1 … fcN with rectifiers between, computed in doubles. */
    public static double[][] perceptron(Model model, float[][] rows, int layers) {
        double[][] results = new double[rows.length][];
        for (int r = 0; r < rows.length; r++) {
            double[] values = new double[rows[r].length];
            for (int i = 0; i < values.length; i++) {
                values[i] = rows[r][i];
            }
            for (int layer = 1; layer <= layers; layer++) {
                values = linear(model, "fc" + layer, values, layer < layers);
            }
            results[r] = values;
        }
        return results;
    }

    private static double[] linear(Model model, String name, double[] x, boolean rectify) {
        Tensor weight = model.weight(name + ".weight");
        Tensor bias = model.weight(name + ".bias");
        double[] y = new double[(int) weight.shape().size(0)];
        for (int j = 0; j < y.length; j++) {
            double sum = bias.getFloat(j);
            for (int p = 0; p < x.length; p++) {
                sum += x[p] * weight.getFloat((long) j * x.length + p);
            }
            y[j] = rectify ? Math.max(0, sum) : sum;
        }
        return y;
    }
}
