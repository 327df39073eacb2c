package hone.engine.op.dropout;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * Dropout (Srivastava et al., JMLR 2014): each element is 0 with a probability, and divided by what is left of 1 otherwise,
 * so that the mean stays. Which elements stay depends on (seed, stream, step, place of the element) and on nothing else: the
 * backward pass asks again instead of keeping a mask, and so may any thread. Inputs: x F32 and the step (1) I32. Output: as
 * x. Only training graphs have it; inference uses everything.
 *
 * @param rate the probability to be left out, from 0 to below 1
 * @param seed of the run
 * @param stream number of the place in the graph, so that no two places leave out the same
 */
public record Dropout(float rate, long seed, long stream) implements Op {
    /** Input 1: the number of the training step. */
    public static final int STEP = 1;

    /** @throws InvalidInput if the rate is out of its range */
    public Dropout {
        if (!(rate >= 0 && rate < 1)) {
            throw new InvalidInput("the dropout must be at least 0 and below 1", "", "it is " + rate);
        }
    }

    @Override
    public String kind() {
        return "Dropout";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 2);
        Expect.same(inputs.get(STEP), TensorType.of(DType.I32, Shape.of(1)), "step and one I32");
        return List.of(Expect.dtype(inputs.get(0), DType.F32, "input"));
    }

    /** A random number, a comparison and a product for each element. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType x = inputs.getFirst();
        return new Cost(0, 3 * x.maxShape().elements(), x.maxBytes() + Integer.BYTES, x.maxBytes());
    }
}
