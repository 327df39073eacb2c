package hone.engine.format.onnx.lowering;

import hone.engine.InvalidInput;
import hone.engine.op.attention.Attention;
import java.util.Optional;
import java.util.Set;

/**
 * Attention written out: heads apart, a product of queries and keys, a scale on either side of it, perhaps a causal mask, a
 * softmax, a product with the values, and the heads back together by the Reshape that the pattern ends in. Query heads that
 * share keys have a dimension more, as {@code AttentionInOnnx} writes them.
 */
final class AttentionLowering implements Lowering {
    private static final double CLOSE = 1e-5;

    @Override
    public Set<String> operators() {
        return Set.of("Reshape");
    }

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        Optional<LoweringSite> together = site.before(0, "Transpose");
        Optional<LoweringSite> sums = together.flatMap(turned -> turned.before(0, "MatMul"));
        Optional<Scores> scores = sums.flatMap(product -> Scores.of(product, 0));
        Optional<HeadsApart> values = sums.flatMap(product -> HeadsApart.of(product, 1));
        if (scores.isEmpty() || values.isEmpty()) {
            return Optional.empty();
        }
        Optional<HeadsApart> queries = HeadsApart.of(scores.get().product(), 0);
        Optional<HeadsApart> keys = HeadsApart.of(scores.get().product(), 1);
        return queries.isEmpty() || keys.isEmpty()
                ? Optional.empty()
                : lower(site, together.orElseThrow(), scores.get(), queries.get(), keys.get(), values.get());
    }

    private static Optional<Planned> lower(
            LoweringSite site,
            LoweringSite together,
            Scores scores,
            HeadsApart queries,
            HeadsApart keys,
            HeadsApart values) {
        boolean shared = queries.apart().size() == 5;
        boolean ordered = shared
                ? queries.isOrdered(0, 2, 3, 1, 4)
                        && keys.isOrdered(0, 2, 3, 4, 1)
                        && values.isOrdered(0, 2, 3, 1, 4)
                        && isOrder(together, 0, 3, 1, 2, 4)
                        && keys.size(3) == 1
                        && values.size(3) == 1
                : queries.isOrdered(0, 2, 1, 3)
                        && keys.isOrdered(0, 2, 3, 1)
                        && values.isOrdered(0, 2, 1, 3)
                        && isOrder(together, 0, 2, 1, 3);
        if (!ordered
                || values.scale() != 1
                || keys.apart().size() != queries.apart().size()) {
            return site.refuse("the heads of its attention are ordered in a way that no op here has");
        }
        if (scores.mask() == ScoreMask.OTHER) {
            return site.refuse("the mask of its attention is not the causal one");
        }
        int headDim = queries.size(queries.apart().size() - 1);
        double scale = scores.scale() * queries.scale() * keys.scale();
        if (Math.abs(scale * Math.sqrt(headDim) - 1) > CLOSE) {
            return site.refuse("its attention scales by " + (float) scale + " instead of 1/√" + headDim);
        }
        int kvHeads = keys.size(2);
        int heads = shared ? queries.size(2) * queries.size(3) : queries.size(2);
        try {
            Attention op = new Attention(heads, kvHeads, scores.mask() == ScoreMask.CAUSAL);
            return site.apply(op, queries.rows(), keys.rows(), values.rows());
        } catch (InvalidInput e) {
            return site.refuse(e.getMessage());
        }
    }

    private static boolean isOrder(LoweringSite transpose, long... wanted) {
        return java.util.Arrays.equals(transpose.wholes("perm"), wanted);
    }

    /**
     * The weights of the values: a softmax of scores.
     *
     * @param product of queries and keys
     */
    private record Scores(LoweringSite product, double scale, ScoreMask mask) {
        private static final int MOST = 8;

        static Optional<Scores> of(LoweringSite site, int input) {
            Optional<LoweringSite> passed = site.before(input, "Dropout", "Identity");
            if (passed.isPresent()) {
                return of(passed.get(), 0);
            }
            // Newer exports replace rows that see nothing, which are not a number, by zeros
            Optional<LoweringSite> guarded = site.before(input, "Where")
                    .filter(where -> where.before(0, "IsNaN").isPresent());
            return (guarded.isPresent() ? guarded.get().before(2, "Softmax") : site.before(input, "Softmax"))
                    .filter(SoftmaxLowering::isOverLast)
                    .flatMap(Scores::inside);
        }

        private static Optional<Scores> inside(LoweringSite softmax) {
            double scale = 1;
            ScoreMask mask = ScoreMask.NONE;
            LoweringSite user = softmax;
            int operand = 0;
            for (int step = 0; step < MOST; step++) {
                Optional<LoweringSite> made = user.before(operand, "MatMul", "Mul", "Div", "Add", "Where");
                if (made.isEmpty()) {
                    return Optional.empty();
                }
                LoweringSite maker = made.get();
                switch (maker.operator()) {
                    case "MatMul" -> {
                        return Optional.of(new Scores(maker, scale, mask));
                    }
                    case "Add" -> {
                        int added = maker.isConstant(0) ? 0 : 1;
                        mask = mask.and(ScoreMask.added(maker.lowering().sized().constants(maker.input(added))));
                        operand = 1 - added;
                    }
                    case "Where" -> {
                        int hidden = maker.isConstant(1) ? 1 : 2;
                        boolean hides = maker.scalar(hidden).orElse(0.0) <= ScoreMask.HIDDEN;
                        var masks = maker.lowering().sized().constants(maker.input(0));
                        mask = mask.and(
                                !hides
                                        ? ScoreMask.OTHER
                                        : hidden == 2 ? ScoreMask.chosen(masks) : ScoreMask.hidden(masks));
                        operand = 3 - hidden;
                    }
                    default -> {
                        int factor = maker.operator().equals("Mul") && maker.isConstant(0) ? 0 : 1;
                        Optional<Double> by = maker.scalar(factor);
                        if (by.isEmpty()) {
                            return Optional.empty();
                        }
                        // A mask that was added before is scaled too, which changes neither 0 nor what is hidden
                        scale *= maker.operator().equals("Mul") ? by.get() : 1 / by.get();
                        operand = 1 - factor;
                    }
                }
                user = maker;
            }
            return Optional.empty();
        }
    }
}
