package hone.engine.op.attention;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * Writes the keys or values of new positions into a KV cache, in place. Inputs: the cache (maxSeq, width) F32, a state;
 * the new rows (1, seq, width) F32; and the position (1) I32 of the first of them, which each run brings along. Output:
 * the cache. Earlier positions stay as they are, so decoding a token computes one row of keys and values and no more.
 *
 * <p>A cache belongs to one sequence, so the batch is 1.
 */
public record CacheAppend() implements Op {
    /** Input 0: the cache, which the output updates. */
    public static final int CACHE = 0;

    /** Input 1: the rows of the new positions. */
    public static final int ROWS = 1;

    /** Input 2: where the first new row goes. */
    public static final int POSITION = 2;

    @Override
    public String kind() {
        return "CacheAppend";
    }

    @Override
    public int updates(int output) {
        return CACHE;
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 3);
        TensorType cache = Expect.rank(Expect.dtype(inputs.get(CACHE), DType.F32, "cache"), 2, "cache");
        TensorType rows = Expect.rank(Expect.dtype(inputs.get(ROWS), DType.F32, "new rows"), 3, "new rows");
        AttentionShapes.requirePosition(inputs.get(POSITION));
        if (!rows.dim(2).equals(cache.dim(1))) {
            throw new InvalidInput(
                    "the new rows do not fit the cache's", "", rows.dim(2) + " elements vs " + cache.dim(1));
        }
        if (!rows.dim(0).equals(Dim.of(1))) {
            throw new InvalidInput("a cache serves one sequence", "", "the batch is " + rows.dim(0) + " instead of 1");
        }
        if (rows.dim(1).max() > cache.dim(0).max()) {
            throw new InvalidInput(
                    "the cache is too short for the new rows",
                    "",
                    rows.dim(1).max() + " rows, " + cache.dim(0).max() + " positions");
        }
        return List.of(cache);
    }

    /** Only the new rows are read and written. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        long bytes = inputs.get(ROWS).maxBytes();
        return new Cost(0, 0, bytes + inputs.get(POSITION).maxBytes(), bytes);
    }
}
