package hone.engine.op.embedding;

import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a table that ids name: a token's vector, or a learnt vector of a position. Inputs: table (vocabulary, d)
 * F32, ids (batch, seq) I32, each from 0 to vocabulary − 1. Output: (batch, seq, d).
 */
public record Embedding() implements Op {
    /** Input 0: the table. */
    public static final int TABLE = 0;

    /** Input 1: which rows. */
    public static final int IDS = 1;

    @Override
    public String kind() {
        return "Embedding";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 2);
        TensorType table = Expect.rank(Expect.dtype(inputs.get(TABLE), DType.F32, "table"), 2, "table");
        TensorType ids = Expect.rank(Expect.dtype(inputs.get(IDS), DType.I32, "ids"), 2, "ids");
        List<Dim> dims = new ArrayList<>(ids.dims());
        dims.add(table.dim(1));
        return List.of(new TensorType(DType.F32, dims));
    }

    /** No arithmetic; of the table only the rows that are named are read. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        long bytes = outputs.getFirst().maxBytes();
        return new Cost(0, 0, bytes + inputs.get(IDS).maxBytes(), bytes);
    }
}
