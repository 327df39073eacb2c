package hone.engine.op.matmul;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.op.activation.Activation;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * The matrix product C (…, m, n) = A (…, m, k) · B (…, k, n), either factor perhaps stored transposed. Leading dimensions
 * are those of NumPy: aligned at the right, equal or 1 or missing, and what is 1 or missing is used again and again.
 *
 * @param transposeA whether the first input is (…, k, m)
 * @param transposeB whether the second input is (…, n, k)
 */
public record MatMul(boolean transposeA, boolean transposeB) implements MatrixProduct {
    private static final Dim ONE = Dim.of(1);

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
        TensorType a = Expect.rankAtLeast(Expect.dtype(inputs.get(0), DType.F32, "first factor"), 2, "first factor");
        TensorType b = Expect.rankAtLeast(Expect.dtype(inputs.get(1), DType.F32, "second factor"), 2, "second factor");
        Dim m = a.dim(a.rank() - (transposeA ? 1 : 2));
        Dim k = a.dim(a.rank() - (transposeA ? 2 : 1));
        Dim inner = b.dim(b.rank() - (transposeB ? 1 : 2));
        Dim n = b.dim(b.rank() - (transposeB ? 2 : 1));
        if (!k.equals(inner)) {
            throw new InvalidInput("inner dimensions differ", "", k + " vs " + inner);
        }
        List<Dim> dims = new ArrayList<>(leading(a, b));
        dims.add(m);
        dims.add(n);
        return List.of(new TensorType(DType.F32, dims));
    }

    private static List<Dim> leading(TensorType a, TensorType b) {
        int count = Math.max(a.rank(), b.rank()) - 2;
        List<Dim> dims = new ArrayList<>();
        for (int d = 0; d < count; d++) {
            Dim left = leading(a, d - (count - a.rank() + 2));
            Dim right = leading(b, d - (count - b.rank() + 2));
            if (!left.equals(right) && !left.equals(ONE) && !right.equals(ONE)) {
                throw new InvalidInput("leading dimensions differ", "", a + " and " + b + ": " + left + " vs " + right);
            }
            dims.add(left.equals(ONE) ? right : left);
        }
        return dims;
    }

    private static Dim leading(TensorType type, int dimension) {
        return dimension < 0 ? ONE : type.dim(dimension);
    }

    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType a = inputs.getFirst();
        return ProductCost.of(a.dim(a.rank() - (transposeA ? 2 : 1)).max(), inputs, outputs, 0);
    }
}
