package hone.engine.format.onnx.lowering;

import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows whose heads were laid apart by a Reshape and brought into order by Transposes, for a product with other heads.
 *
 * @param rows (batch, seq, heads · headDim)
 * @param apart sizes behind the Reshape
 * @param order for each dimension of the operand, which of those it is
 * @param scale what it was multiplied by on the way
 */
record HeadsApart(Planned rows, List<Dim> apart, List<Integer> order, double scale) {
    private static final int MOST = 8;

    HeadsApart {
        apart = List.copyOf(apart);
        order = List.copyOf(order);
    }

    static Optional<HeadsApart> of(LoweringSite site, int input) {
        List<Integer> order = new ArrayList<>();
        double scale = 1;
        LoweringSite user = site;
        int operand = input;
        for (int step = 0; step < MOST; step++) {
            Optional<LoweringSite> made =
                    user.before(operand, "Reshape", "Transpose", "Mul", "Div", "Identity", "Dropout");
            if (made.isEmpty()) {
                return Optional.empty();
            }
            LoweringSite maker = made.get();
            switch (maker.operator()) {
                case "Reshape" -> {
                    return ending(maker, order, scale);
                }
                case "Transpose" -> {
                    if (!turn(maker, order)) {
                        return Optional.empty();
                    }
                }
                case "Mul", "Div" -> {
                    int factor = maker.operator().equals("Mul") && maker.isConstant(0) ? 0 : 1;
                    Optional<Double> by = maker.scalar(factor);
                    if (by.isEmpty()) {
                        return Optional.empty();
                    }
                    scale *= maker.operator().equals("Mul") ? by.get() : 1 / by.get();
                    user = maker;
                    operand = 1 - factor;
                    continue;
                }
                default -> {}
            }
            user = maker;
            operand = 0;
        }
        return Optional.empty();
    }

    private static boolean turn(LoweringSite transpose, List<Integer> order) {
        long[] permutation = transpose.wholes("perm");
        if (order.isEmpty()) {
            for (long dimension : permutation) {
                order.add((int) dimension);
            }
            return permutation.length > 0;
        }
        if (order.size() != permutation.length) {
            return false;
        }
        order.replaceAll(dimension -> (int) permutation[dimension]);
        return true;
    }

    private static Optional<HeadsApart> ending(LoweringSite reshape, List<Integer> order, double scale) {
        Optional<Planned> rows = reshape.dynamic(0)
                .filter(value -> value.type().rank() == 3 && value.type().dtype() == DType.F32);
        Optional<List<Dim>> apart = reshape.resultDims();
        boolean fits = rows.isPresent()
                && apart.isPresent()
                && apart.get().size() == order.size()
                && apart.get().subList(0, 2).equals(rows.get().type().dims().subList(0, 2))
                && apart.get().stream().skip(2).allMatch(Dim.Fixed.class::isInstance);
        return fits ? Optional.of(new HeadsApart(rows.get(), apart.get(), order, scale)) : Optional.empty();
    }

    /** Whether the dimensions are in this order. */
    boolean isOrdered(int... wanted) {
        return order.equals(java.util.Arrays.stream(wanted).boxed().toList());
    }

    int size(int dimension) {
        return Math.toIntExact(apart.get(dimension).max());
    }
}
