package hone.engine.op.elementwise;

import hone.engine.InvalidInput;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * The dimensions of two values laid over each other as NumPy does it: aligned at the right, equal or 1 or missing, and what
 * is 1 or missing is used again and again.
 */
public final class Broadcast {
    private static final Dim ONE = Dim.of(1);

    private Broadcast() {}

    /** @throws InvalidInput if they do not fit over each other */
    public static List<Dim> of(TensorType a, TensorType b) {
        int rank = Math.max(a.rank(), b.rank());
        List<Dim> dims = new ArrayList<>();
        for (int d = 0; d < rank; d++) {
            Dim left = dim(a, d - (rank - a.rank()));
            Dim right = dim(b, d - (rank - b.rank()));
            if (!left.equals(right) && !left.equals(ONE) && !right.equals(ONE)) {
                throw new InvalidInput("two values do not fit over each other", "", a + " and " + b);
            }
            dims.add(left.equals(ONE) ? right : left);
        }
        return dims;
    }

    private static Dim dim(TensorType type, int dimension) {
        return dimension < 0 ? ONE : type.dim(dimension);
    }
}
