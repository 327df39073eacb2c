package hone.engine.op.activation;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * The gradient of a smooth activation f: inputs x (what went into f) and dy, both F32 of one type; output dx = dy · f′(x),
 * element by element. The rectifier has {@link ReluGradient}, which looks at its output instead.
 *
 * @param activation the function f, neither {@link Activation#NONE} nor {@link Activation#RELU}
 */
public record ActivationGradient(Activation activation) implements Op {
    /** @throws InvalidInput if the activation is not a smooth one */
    public ActivationGradient {
        if (activation == Activation.NONE || activation == Activation.RELU) {
            throw new InvalidInput("only a smooth activation has this gradient", "", "it is " + activation);
        }
    }

    @Override
    public String kind() {
        return "ActivationGradient";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 2);
        Expect.same(inputs.get(0), inputs.get(1), "input and its output's gradient");
        return List.of(Expect.dtype(inputs.get(0), DType.F32, "input"));
    }

    /** As the activation itself, an element counts one: its slope is one function of x. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType x = inputs.getFirst();
        return new Cost(0, x.maxShape().elements(), 2 * x.maxBytes(), x.maxBytes());
    }

    @Override
    public boolean elementwise() {
        return true;
    }
}
