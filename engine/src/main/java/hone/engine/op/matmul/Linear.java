package hone.engine.op.matmul;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.op.activation.Activation;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * The linear layer y = f(x · Wᵀ + b). Inputs: x (…, in), W (out, in), and b (out) where {@code bias}. Output: (…, out).
 *
 * @param bias whether there is a third input
 * @param activation the function f, which is applied while the results are still at hand
 */
public record Linear(boolean bias, Activation activation) implements MatrixProduct {
    /** The layer alone, y = x · Wᵀ + b. */
    public Linear(boolean bias) {
        this(bias, Activation.NONE);
    }

    public Linear withActivation(Activation other) {
        return new Linear(bias, other);
    }

    /** Without an activation as it was before there were any: a model's hash is made from such texts. */
    @Override
    public String toString() {
        return "Linear[bias=" + bias + (activation == Activation.NONE ? "" : ", activation=" + activation) + "]";
    }

    @Override
    public boolean transposeA() {
        return false;
    }

    @Override
    public boolean transposeB() {
        return true;
    }

    @Override
    public String kind() {
        return "Linear";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, bias ? 3 : 2);
        TensorType x = Expect.rankAtLeast(Expect.dtype(inputs.get(0), DType.F32, "input"), 2, "input");
        TensorType w = Expect.rank(Expect.dtype(inputs.get(1), DType.F32, "weight"), 2, "weight");
        if (bias) {
            Expect.vectorFor(Expect.dtype(inputs.get(2), DType.F32, "bias"), w, 0, "bias");
        }
        return List.of(result(x, w));
    }

    /** The output type of a linear layer with this input and a weight of (out, in). */
    static TensorType result(TensorType x, TensorType w) {
        Dim in = x.dim(x.rank() - 1);
        if (!in.equals(w.dim(1))) {
            throw new InvalidInput("inner dimensions differ", "", in + " vs " + w.dim(1));
        }
        List<Dim> dims = new ArrayList<>(x.dims());
        dims.set(x.rank() - 1, w.dim(0));
        return new TensorType(DType.F32, dims);
    }

    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        Cost product = ProductCost.of(inputs.get(1).dim(1).max(), inputs, outputs, bias ? 1 : 0);
        return product.plus(new Cost(0, activation.elementwiseOps(outputs.getFirst()), 0, 0));
    }
}
