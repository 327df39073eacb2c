package hone.engine.format.onnx.lowering;

import hone.engine.format.onnx.proto.ElementType;
import hone.engine.format.onnx.reference.NdArray;
import java.util.Optional;

/**
 * How a file stores the weight of a linear layer, before the operators that widen or turn it. Those are constants that have
 * been folded, so a reader sees only float32; what was there before says how many bits the weight really has.
 */
sealed interface StoredWeight {
    /** The name of the stored constant. */
    String name();

    /** The stored numbers. */
    NdArray array();

    /** Whether they lie as (out, in). */
    boolean outputsFirst();

    /** Plain floating-point numbers. */
    record Reals(String name, NdArray array, boolean outputsFirst) implements StoredWeight {}

    /**
     * Whole numbers with scales.
     *
     * @param zero the number that stands for zero, in the shape of the scales; empty for 0
     * @param axis along which there is a scale for each slice or block
     * @param block elements of that axis that share a scale; 0 for one scale a slice
     */
    record Wholes(
            String name,
            NdArray array,
            boolean outputsFirst,
            String scaleName,
            NdArray scale,
            Optional<NdArray> zero,
            int axis,
            int block)
            implements StoredWeight {}

    /**
     * Looks for what a constant matrix was made of.
     *
     * @param site that uses it
     * @param input which operand it is
     * @param outputsFirst whether the operand is (out, in)
     * @return empty if the operand is no constant matrix
     */
    static Optional<StoredWeight> of(LoweringSite site, int input, boolean outputsFirst) {
        Optional<NdArray> array = site.constant(input).filter(matrix -> matrix.rank() == 2);
        if (array.isEmpty() || !array.get().type().isReal()) {
            return Optional.empty();
        }
        Optional<LoweringSite> turned = site.before(input, "Transpose").filter(StoredWeight::turnsMatrix);
        if (turned.isPresent()) {
            return of(turned.get(), 0, !outputsFirst);
        }
        Optional<LoweringSite> passed = site.before(input, "Identity", "Cast");
        if (passed.isPresent()) {
            return of(passed.get(), 0, outputsFirst);
        }
        Optional<StoredWeight> wholes =
                site.before(input, "DequantizeLinear").flatMap(dequantized -> wholes(dequantized, outputsFirst));
        return wholes.isPresent() ? wholes : Optional.of(new Reals(site.input(input), array.get(), outputsFirst));
    }

    private static boolean turnsMatrix(LoweringSite transpose) {
        long[] order = transpose.wholes("perm");
        return transpose.rank(0) == 2 && (order.length == 0 || (order.length == 2 && order[0] == 1 && order[1] == 0));
    }

    private static Optional<StoredWeight> wholes(LoweringSite dequantized, boolean outputsFirst) {
        Optional<NdArray> stored = dequantized.constant(0);
        Optional<NdArray> scale = dequantized.constant(1);
        if (stored.isEmpty() || scale.isEmpty() || scale.get().type() != ElementType.F32) {
            return Optional.empty();
        }
        long axis = dequantized.whole("axis", 1);
        return Optional.of(new Wholes(
                dequantized.input(0),
                stored.get(),
                outputsFirst,
                dequantized.input(1),
                scale.get(),
                dequantized.constant(2),
                (int) (axis < 0 ? axis + 2 : axis),
                (int) dequantized.whole("block_size", 0)));
    }
}
