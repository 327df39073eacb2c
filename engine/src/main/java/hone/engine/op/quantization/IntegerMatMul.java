package hone.engine.op.quantization;

import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.op.matmul.MatMul;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * The product of matrices of 8-bit whole numbers, summed exactly: C = (A − zeroA) · (B − zeroB). Inputs: A (…, m, k) and
 * B (…, k, n), each I8 or U8, and a zero point for each, of its type: one number, or one for each row of A, or for each column
 * of B. Output: C (…, m, n) I32, leading dimensions as those of {@link MatMul}.
 */
public record IntegerMatMul() implements Op {
    @Override
    public String kind() {
        return "IntegerMatMul";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 4);
        TensorType a = Expect.rankAtLeast(Scales.bytes(inputs.get(0), "first factor"), 2, "first factor");
        TensorType b = Expect.rankAtLeast(Scales.bytes(inputs.get(1), "second factor"), 2, "second factor");
        Expect.dtype(inputs.get(2), a.dtype(), "first zero point");
        Expect.dtype(inputs.get(3), b.dtype(), "second zero point");
        Scales.perSlice(a, inputs.get(2), a.rank() - 2, "first zero point");
        Scales.perSlice(b, inputs.get(3), b.rank() - 1, "second zero point");
        return List.of(new MatMul(false, false)
                .infer(List.of(a.withDType(DType.F32), b.withDType(DType.F32)))
                .getFirst()
                .withDType(DType.I32));
    }

    /** 2 × multiply-adds, and the subtractions of the zero points. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType a = inputs.get(0);
        TensorType y = outputs.getFirst();
        return new Cost(
                2 * y.maxShape().elements() * a.dim(a.rank() - 1).max(),
                a.maxShape().elements() + inputs.get(1).maxShape().elements(),
                inputs.stream().mapToLong(TensorType::maxBytes).sum(),
                y.maxBytes());
    }
}
