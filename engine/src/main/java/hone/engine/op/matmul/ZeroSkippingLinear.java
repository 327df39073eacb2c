package hone.engine.op.matmul;

import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.activation.Activation;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * The linear layer y = f(x · Wᵀ + b) for inputs that hold many zeros: a picture's background, or what a rectifier has cut
 * off. A product with zero adds nothing, so the weights of inputs that are zero in a sample need not be read for it. Which
 * ones that are only shows when the sample comes, so its time depends on the sample. Shapes are {@link Linear}'s.
 *
 * <p>It gives what the linear layer gives up to rounding; inputs are skipped only where every weight is finite, since zero
 * times infinity is not zero.
 *
 * @param bias whether there is a third input
 * @param activation the function f
 */
public record ZeroSkippingLinear(boolean bias, Activation activation) implements Op {
    /** The layer it stands for. */
    public Linear plain() {
        return new Linear(bias, activation);
    }

    @Override
    public String kind() {
        return "ZeroSkippingLinear";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        return plain().infer(inputs);
    }

    /** The plain layer's: what is really done and read depends on the sample, and is at most that. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        return plain().cost(inputs, outputs);
    }
}
