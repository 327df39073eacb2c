package hone.engine.op.elementwise;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * A function of one number, element by element: F32 gives F32 of the same shape, and ABS, NEG and SIGN take I32, too. Those
 * functions that models of our own are built of have ops of their own.
 *
 * @param alpha a parameter of the function; 0 for one without
 * @param beta another one
 */
public record Unary(UnaryFunction function, double alpha, double beta) implements Op {
    /** @throws InvalidInput if a parameter is no finite number */
    public Unary {
        if (!Double.isFinite(alpha) || !Double.isFinite(beta)) {
            throw new InvalidInput(
                    "the parameters of a function must be finite", "", function + " " + alpha + " " + beta);
        }
    }

    /** A function without parameters. */
    public Unary(UnaryFunction function) {
        this(function, 0, 0);
    }

    @Override
    public String kind() {
        return "Unary";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 1);
        TensorType x = inputs.getFirst();
        boolean whole =
                function == UnaryFunction.ABS || function == UnaryFunction.NEG || function == UnaryFunction.SIGN;
        return List.of(whole && x.dtype() == DType.I32 ? x : Expect.dtype(x, DType.F32, "input"));
    }

    /** One operation an element, whatever the function, as everywhere here. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType x = inputs.getFirst();
        return new Cost(0, x.maxShape().elements(), x.maxBytes(), x.maxBytes());
    }

    @Override
    public boolean elementwise() {
        return true;
    }
}
