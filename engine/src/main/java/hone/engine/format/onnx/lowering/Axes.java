package hone.engine.format.onnx.lowering;

import hone.engine.format.onnx.reference.NdArray;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The axes that reductions and the like name in an attribute, or since later versions in an operand. */
final class Axes {
    private Axes() {}

    /**
     * The axes in order, none negative.
     *
     * @param operand that names them since a later version
     * @return empty where they are not known or left out
     */
    static Optional<List<Integer>> of(LoweringSite site, int operand) {
        int rank = site.rank(0);
        if (rank < 0) {
            return Optional.empty();
        }
        Optional<NdArray> given = site.constant(operand);
        if (site.has(operand) && given.isEmpty()) {
            return Optional.empty();
        }
        long[] axes = given.map(array -> {
                    long[] all = new long[array.count()];
                    Arrays.setAll(all, array::whole);
                    return all;
                })
                .orElseGet(() -> site.wholes("axes"));
        return axes.length == 0
                ? Optional.empty()
                : Optional.of(Arrays.stream(axes)
                        .mapToObj(axis -> (int) (axis < 0 ? axis + rank : axis))
                        .sorted()
                        .toList());
    }

    /** Whether a node reduces its last dimension, and keeps it with size 1. */
    static boolean isLastKept(LoweringSite site) {
        return site.whole("keepdims", 1) == 1
                && of(site, 1).filter(List.of(site.rank(0) - 1)::equals).isPresent();
    }
}
