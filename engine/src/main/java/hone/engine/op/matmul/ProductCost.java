package hone.engine.op.matmul;

import hone.engine.graph.Cost;
import hone.engine.tensor.TensorType;
import java.util.List;

/** The cost of a matrix product: 2 × m × k × n, every input read once and the output written once. */
final class ProductCost {
    private ProductCost() {}

    /**
     * @param k the inner dimension
     * @param inputs all inputs, concrete
     * @param outputs the one output, concrete: its elements are m × n
     * @param opsPerOutput other arithmetic for each output element: a bias, a scale
     */
    static Cost of(long k, List<TensorType> inputs, List<TensorType> outputs, long opsPerOutput) {
        long results = outputs.getFirst().maxShape().elements();
        return new Cost(
                2 * results * k,
                opsPerOutput * results,
                inputs.stream().mapToLong(TensorType::maxBytes).sum(),
                outputs.getFirst().maxBytes());
    }
}
