package hone.engine.op.elementwise;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;
import java.util.Set;

/**
 * The same numbers in another element type: F32, I32, I8, U8 or BOOL. Reals lose what is behind the point; what is too large
 * for a small whole number loses its upper bits; every number but 0 is true.
 */
public record Cast(DType to) implements Op {
    private static final Set<DType> TYPES = Set.of(DType.F32, DType.I32, DType.I8, DType.U8, DType.BOOL);

    /** @throws InvalidInput if there is no kernel for that type */
    public Cast {
        check(to);
    }

    private static void check(DType dtype) {
        if (!TYPES.contains(dtype)) {
            throw new InvalidInput("a cast is between F32, I32, I8, U8 and BOOL", "", "not " + dtype);
        }
    }

    @Override
    public String kind() {
        return "Cast";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 1);
        check(inputs.getFirst().dtype());
        return List.of(inputs.getFirst().withDType(to));
    }

    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType x = inputs.getFirst();
        return new Cost(
                0, x.maxShape().elements(), x.maxBytes(), outputs.getFirst().maxBytes());
    }
}
