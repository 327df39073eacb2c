package hone.engine.format.onnx.lowering;

import hone.engine.format.onnx.reference.NdArray;
import java.util.List;
import java.util.function.IntPredicate;

/** Which keys each query may see, by a constant that is added to scores or chooses among them. */
enum ScoreMask {
    /** All. */
    NONE,
    /** Those up to its own; the last query's own is the last. */
    CAUSAL,
    /** Any others. */
    OTHER;

    /** What is as good as minus infinity in front of a softmax. */
    static final double HIDDEN = -1e4;

    /** A mask that is added: 0 where a query sees a key. */
    static ScoreMask added(List<NdArray> masks) {
        return of(masks, mask -> i -> mask.real(i) == 0, mask -> i -> mask.real(i) <= HIDDEN);
    }

    /** A mask that is true where a query sees a key. */
    static ScoreMask chosen(List<NdArray> masks) {
        return of(masks, mask -> mask::truth, mask -> i -> !mask.truth(i));
    }

    /** A mask that is true where a query does not see a key. */
    static ScoreMask hidden(List<NdArray> masks) {
        return of(masks, mask -> i -> !mask.truth(i), mask -> mask::truth);
    }

    ScoreMask and(ScoreMask other) {
        return this == NONE ? other : other == NONE || other == this ? this : OTHER;
    }

    private static ScoreMask of(
            List<NdArray> masks,
            java.util.function.Function<NdArray, IntPredicate> seen,
            java.util.function.Function<NdArray, IntPredicate> hidden) {
        if (masks.isEmpty()) {
            return OTHER;
        }
        ScoreMask all = NONE;
        for (NdArray mask : masks) {
            ScoreMask one = of(mask, seen.apply(mask), hidden.apply(mask));
            all = all == NONE || all == one ? one : OTHER;
        }
        return all;
    }

    private static ScoreMask of(NdArray mask, IntPredicate seen, IntPredicate hidden) {
        boolean none = true;
        for (int i = 0; i < mask.count() && none; i++) {
            none = seen.test(i);
        }
        if (none) {
            return NONE;
        }
        int rank = mask.rank();
        if (rank < 2) {
            return OTHER;
        }
        int columns = mask.dim(rank - 1);
        int rows = mask.dim(rank - 2);
        for (int i = 0; i < mask.count(); i++) {
            int row = i / columns % rows;
            boolean wanted = i % columns <= columns - rows + row;
            if (!(wanted ? seen : hidden).test(i)) {
                return OTHER;
            }
        }
        return rows == 1 ? OTHER : CAUSAL;
    }
}
