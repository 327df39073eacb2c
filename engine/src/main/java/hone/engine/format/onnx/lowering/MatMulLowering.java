package hone.engine.format.onnx.lowering;

import hone.engine.format.onnx.reference.NdArray;
import hone.engine.op.matmul.MatMul;
import hone.engine.tensor.Dim;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** MatMul with a constant second matrix is a linear layer without a bias, and else a product. */
final class MatMulLowering implements Lowering {
    @Override
    public Set<String> operators() {
        return Set.of("MatMul");
    }

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        if (site.rank(0) >= 2) {
            Optional<Planned> layer = LinearLayer.lower(site, site, false, Optional.empty());
            if (layer.isPresent()) {
                return layer;
            }
        }
        if (site.rank(0) == 1 || site.rank(1) == 1) {
            return vectors(site);
        }
        Factor a = Factor.of(site, 0);
        Factor b = Factor.of(site, 1);
        return a.value().isPresent() && b.value().isPresent()
                ? site.apply(
                        new MatMul(a.turned(), b.turned()),
                        a.value().get(),
                        b.value().get())
                : Optional.empty();
    }

    /** A vector is a row on the left and a column on the right. */
    private static Optional<Planned> vectors(LoweringSite site) {
        Optional<Planned> row = site.operand(0).flatMap(a -> matrix(site, "row", a, 0));
        Optional<Planned> column = site.operand(1).flatMap(b -> matrix(site, "column", b, 1));
        return row.flatMap(a -> column.flatMap(b -> site.applyPart("product", new MatMul(false, false), a, b)))
                .flatMap(product -> Shapes.result(site, product));
    }

    private static Optional<Planned> matrix(LoweringSite site, String part, Planned x, int one) {
        if (x.type().rank() != 1) {
            return Optional.of(x);
        }
        List<Dim> dims = new ArrayList<>(x.type().dims());
        dims.add(one, Dim.of(1));
        return Shapes.reshaped(site, part, x, dims);
    }

    /**
     * A factor, without the Transpose of its last two dimensions in front, which the product can do itself.
     *
     * @param turned whether it had one
     */
    private record Factor(Optional<Planned> value, boolean turned) {
        static Factor of(LoweringSite site, int input) {
            Optional<NdArray> constant = site.constant(input);
            if (constant.isPresent()) {
                return new Factor(
                        constant.filter(array -> array.type().isReal())
                                .map(array -> site.weights().same(site.input(input), array)),
                        false);
            }
            Optional<LoweringSite> turned = site.before(input, "Transpose").filter(Factor::turnsLast);
            return turned.isPresent()
                    ? new Factor(turned.get().dynamic(0), true)
                    : new Factor(site.dynamic(input), false);
        }

        private static boolean turnsLast(LoweringSite transpose) {
            long[] order = transpose.wholes("perm");
            int rank = transpose.rank(0);
            if (rank < 2 || (order.length == 0 && rank != 2) || (order.length != 0 && order.length != rank)) {
                return false;
            }
            for (int d = 0; d < order.length; d++) {
                long wanted = d < rank - 2 ? d : 2L * rank - 3 - d;
                if (order[d] != wanted) {
                    return false;
                }
            }
            return true;
        }
    }
}
