package hone.engine.op.attention;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * Learnt positions, as GPT-2 has them (Radford et al., 2019): to each row is added the table's row of the position where
 * it stands. Inputs: x (batch, seq, width) F32, the table (positions, width) F32, and perhaps the position (1) I32 of the
 * first row, which each run brings along; without it the first row stands at position 0. Output: as x.
 */
public record PositionEmbedding() implements Op {
    /** Input 1: a row for each position. */
    public static final int TABLE = 1;

    /** Input 2, which may be left out: where the first row stands. */
    public static final int POSITION = 2;

    @Override
    public String kind() {
        return "PositionEmbedding";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        AttentionShapes.requireOptionalPosition(inputs, POSITION);
        TensorType x = Expect.rank(Expect.dtype(inputs.get(0), DType.F32, "input"), 3, "input");
        TensorType table = Expect.rank(Expect.dtype(inputs.get(TABLE), DType.F32, "table"), 2, "table");
        if (!x.dim(2).equals(table.dim(1))) {
            throw new InvalidInput(
                    "the positions' rows do not fit the input's", "", table.dim(1) + " elements vs " + x.dim(2));
        }
        if (x.dim(1).max() > table.dim(0).max()) {
            throw new InvalidInput(
                    "the input is longer than there are positions",
                    "",
                    x.dim(1).max() + " rows of " + table.dim(0).max());
        }
        return List.of(x);
    }

    /** A sum for each element; of the table, the rows of one sample are read, which all samples share. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType x = outputs.getFirst();
        long rows = x.dim(1).max() * x.dim(2).max() * Float.BYTES;
        long position = inputs.size() > POSITION ? Integer.BYTES : 0;
        return new Cost(0, x.maxShape().elements(), x.maxBytes() + rows + position, x.maxBytes());
    }
}
