package hone.engine.op.quantization;

import hone.engine.InvalidInput;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.Set;

/** What quantizing ops expect of scales and zero points. */
final class Scales {
    private static final Set<DType> BYTES = Set.of(DType.I8, DType.U8);

    private Scales() {}

    /** A scale and a zero point for all of x, or for each slice of it along a dimension. */
    static void check(TensorType x, TensorType scale, TensorType zero, int axis) {
        Expect.dtype(scale, DType.F32, "scale");
        boolean one = scale.maxShape().elements() == 1 && zero.maxShape().elements() == 1;
        if (!one && !scale.dims().equals(zero.dims())) {
            throw new InvalidInput("scale and zero point differ in shape", "", scale + " and " + zero);
        }
        perSlice(x, scale, axis, "scale");
    }

    /** One number, or one for each slice of x along a dimension. */
    static void perSlice(TensorType x, TensorType numbers, int axis, String which) {
        boolean one = numbers.maxShape().elements() == 1;
        boolean each = numbers.rank() == 1
                && axis >= 0
                && axis < x.rank()
                && numbers.dim(0).equals(x.dim(axis));
        if (!one && !each) {
            throw new InvalidInput(
                    "the " + which + " is neither one number nor one for each slice",
                    "",
                    numbers + " for dimension " + axis + " of " + x);
        }
    }

    /** Whole numbers of 8 bits, with or without a sign. */
    static TensorType bytes(TensorType type, String which) {
        if (!BYTES.contains(type.dtype())) {
            throw new InvalidInput("the " + which + " must be of I8 or U8", "", "it is " + type);
        }
        return type;
    }
}
