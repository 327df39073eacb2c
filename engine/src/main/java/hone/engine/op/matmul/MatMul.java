package hone.engine.op.matmul;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.op.activation.Activation;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * The matrix product C (m × n) = A (m × k) · B (k × n), either factor perhaps stored transposed.
 *
 * @param transposeA whether the first input is (k × m)
 * @param transposeB whether the second input is (n × k)
 */
public record MatMul(boolean transposeA, boolean transposeB) implements MatrixProduct {
    @Override
    public boolean bias() {
        return false;
    }

    @Override
    public Activation activation() {
        return Activation.NONE;
    }

    @Override
    public String kind() {
        return "MatMul";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 2);
        TensorType a = Expect.rank(Expect.dtype(inputs.get(0), DType.F32, "first factor"), 2, "first factor");
        TensorType b = Expect.rank(Expect.dtype(inputs.get(1), DType.F32, "second factor"), 2, "second factor");
        Dim m = a.dim(transposeA ? 1 : 0);
        Dim k = a.dim(transposeA ? 0 : 1);
        Dim inner = b.dim(transposeB ? 1 : 0);
        Dim n = b.dim(transposeB ? 0 : 1);
        if (!k.equals(inner)) {
            throw new InvalidInput("inner dimensions differ", "", k + " vs " + inner);
        }
        return List.of(new TensorType(DType.F32, List.of(m, n)));
    }

    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        long k = inputs.get(0).dim(transposeA ? 0 : 1).max();
        return ProductCost.of(k, inputs, outputs, 0);
    }
}
