package hone.engine.op.elementwise;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * One of two numbers for each truth value. Inputs: condition BOOL, a where it is true, b where not, both of one type; all
 * three are laid over one another by {@link Broadcast}.
 */
public record Where() implements Op {
    /** Input 0: the truth values. */
    public static final int CONDITION = 0;

    @Override
    public String kind() {
        return "Where";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 3);
        TensorType condition = Expect.dtype(inputs.get(CONDITION), DType.BOOL, "condition");
        TensorType a = inputs.get(1);
        TensorType b = inputs.get(2);
        if (a.dtype() != b.dtype()) {
            throw new InvalidInput("both choices must have one element type", "", a + " and " + b);
        }
        TensorType both = new TensorType(a.dtype(), Broadcast.of(a, b));
        return List.of(new TensorType(a.dtype(), Broadcast.of(condition, both)));
    }

    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType y = outputs.getFirst();
        long read = inputs.stream().mapToLong(TensorType::maxBytes).sum();
        return new Cost(0, y.maxShape().elements(), read, y.maxBytes());
    }
}
