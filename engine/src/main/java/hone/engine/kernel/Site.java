package hone.engine.kernel;

import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The place in a plan where a kernel is to run: what is known of its operands before any run.
 *
 * @param node name of the node
 * @param inputs types, symbols at their maxima
 * @param outputs types
 * @param constants the tensor of each input that is a weight, null for the others
 * @param workers how many threads may run the kernel's units at once; scratch is per worker
 */
public record Site(
        String node, List<TensorType> inputs, List<TensorType> outputs, List<@Nullable Tensor> constants, int workers) {
    public Site {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        constants = java.util.Collections.unmodifiableList(new java.util.ArrayList<>(constants));
    }

    /** The tensor of an input that is a weight. */
    public Optional<Tensor> constant(int input) {
        return Optional.ofNullable(constants.get(input));
    }
}
