package hone.engine.op.reduce;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * The sum over all dimensions but the last ones, in memory order: x (…, n) F32 gives (n), a bias's gradient; where two
 * dimensions are kept, x (…, k, n) gives (k, n), the gradient of a matrix that many products share.
 *
 * @param kept how many of the last dimensions are kept, at least 1
 */
public record SumRows(int kept) implements Op {
    public SumRows {
        if (kept < 1) {
            throw new InvalidInput("a sum over rows must keep at least 1 dimension", "", "it keeps " + kept);
        }
    }

    /** The sum that keeps the last dimension. */
    public SumRows() {
        this(1);
    }

    @Override
    public String kind() {
        return "SumRows";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 1);
        TensorType x = Expect.rankAtLeast(Expect.dtype(inputs.get(0), DType.F32, "input"), kept, "input");
        return List.of(new TensorType(DType.F32, x.dims().subList(x.rank() - kept, x.rank())));
    }

    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType x = inputs.getFirst();
        return new Cost(
                0, x.maxShape().elements(), x.maxBytes(), outputs.getFirst().maxBytes());
    }
}
