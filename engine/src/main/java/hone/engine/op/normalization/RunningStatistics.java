package hone.engine.op.normalization;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * The statistics that inference will use, as an exponential mean over batches: running += share · (batch − running), in
 * place. Inputs: running and batch, both (channels) F32. Output: running.
 *
 * @param share of the newest batch, above 0 and at most 1
 */
public record RunningStatistics(float share) implements Op {
    /** @throws InvalidInput if the share is out of its range */
    public RunningStatistics {
        if (!(share > 0 && share <= 1)) {
            throw new InvalidInput(
                    "the newest batch's share of running statistics must be above 0 and at most 1",
                    "",
                    "it is " + share);
        }
    }

    @Override
    public String kind() {
        return "RunningStatistics";
    }

    @Override
    public int updates(int output) {
        return 0;
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 2);
        TensorType running = Expect.rank(Expect.dtype(inputs.get(0), DType.F32, "statistics"), 1, "statistics");
        Expect.same(running, inputs.get(1), "running and the batch's statistics");
        return List.of(running);
    }

    /** Three operations for each channel. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType running = inputs.getFirst();
        return new Cost(0, 3 * running.maxShape().elements(), 2 * running.maxBytes(), running.maxBytes());
    }
}
