package hone.engine.format.onnx.lowering;

import hone.engine.InvalidInput;
import hone.engine.format.onnx.reference.NdArray;
import hone.engine.op.attention.RotaryEmbedding;
import hone.engine.tensor.DType;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.Set;

/**
 * Rotary positions written out: x · cosines + neighbours · sines, with tables of a row for each position and a Gather that
 * exchanges the elements of each pair. The base is read off the tables, and they must be those of that base.
 */
final class RotaryEmbeddingLowering implements Lowering {
    private static final double TOLERANCE = 1e-4;

    @Override
    public Set<String> operators() {
        return Set.of("Reshape");
    }

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        Optional<LoweringSite> sum = site.before(0, "Add");
        for (int straight = 0; straight < 2 && sum.isPresent(); straight++) {
            Optional<Turned> one = sum.get().before(straight, "Mul").flatMap(Turned::of);
            Optional<Turned> other = sum.get().before(1 - straight, "Mul").flatMap(Turned::of);
            if (one.isPresent() && other.isPresent()) {
                Optional<Planned> lowered = lower(site, one.get(), other.get());
                if (lowered.isPresent()) {
                    return lowered;
                }
            }
        }
        return Optional.empty();
    }

    /** A product of a value and the rows of a table (positions, 1, headDim). */
    private record Turned(LoweringSite product, int value, NdArray table, Planned position) {
        static Optional<Turned> of(LoweringSite product) {
            for (int rows = 0; rows < 2; rows++) {
                Optional<LoweringSite> gather =
                        product.before(rows, "Gather").filter(site -> site.whole("axis", 0) == 0);
                Optional<NdArray> table = gather.flatMap(site -> site.constant(0))
                        .filter(array -> array.rank() == 3 && array.dim(1) == 1 && array.dim(2) >= 2);
                Optional<Planned> position = gather.flatMap(site -> Positions.of(site, 1));
                if (table.isPresent() && position.isPresent()) {
                    return Optional.of(new Turned(product, 1 - rows, table.get(), position.get()));
                }
            }
            return Optional.empty();
        }
    }

    private static Optional<Planned> lower(LoweringSite site, Turned straight, Turned across) {
        Optional<LoweringSite> heads = straight.product().before(straight.value(), "Reshape");
        Optional<LoweringSite> exchanged = across.product()
                .before(across.value(), "Gather")
                .filter(gather -> gather.input(0).equals(straight.product().input(straight.value())))
                .filter(RotaryEmbeddingLowering::exchangesPairs);
        Optional<Planned> x = heads.flatMap(reshape -> reshape.dynamic(0))
                .filter(value -> value.type().rank() == 3 && value.type().dtype() == DType.F32);
        if (x.isEmpty() || exchanged.isEmpty() || straight.position() != across.position()) {
            return Optional.empty();
        }
        Optional<RotaryEmbedding> op = rotation(straight.table(), across.table());
        if (op.isEmpty()) {
            return site.refuse("its tables are no cosines and sines of rotary positions");
        }
        return site.lowering().limit(x.get().type().dim(1), op.get().positions())
                ? site.apply(op.get(), x.get(), straight.position())
                : site.refuse("a sequence may be longer than its tables of positions");
    }

    private static boolean exchangesPairs(LoweringSite gather) {
        Optional<NdArray> order = gather.constant(1);
        long axis = gather.whole("axis", 0);
        if (order.isEmpty() || (axis != 3 && axis != -1)) {
            return false;
        }
        for (int i = 0; i < order.get().count(); i++) {
            if (order.get().whole(i) != (i ^ 1)) {
                return false;
            }
        }
        return true;
    }

    private static Optional<RotaryEmbedding> rotation(NdArray cosines, NdArray sines) {
        int headDim = cosines.dim(2);
        if (headDim % 2 != 0 || !java.util.Arrays.equals(cosines.dims(), sines.dims())) {
            return Optional.empty();
        }
        double base = RotaryEmbedding.USUAL_BASE;
        if (headDim > 2 && cosines.dim(0) > 1) {
            double angle = Math.atan2(sines.real(headDim + 3), cosines.real(headDim + 3));
            if (!(angle > 0)) {
                return Optional.empty();
            }
            double measured = Math.pow(angle, -headDim / 2.0);
            base = Double.isFinite(measured)
                    ? new BigDecimal(measured)
                            .round(new MathContext(5, RoundingMode.HALF_EVEN))
                            .doubleValue()
                    : 0;
        }
        try {
            RotaryEmbedding op = new RotaryEmbedding(headDim, cosines.dim(0), base);
            return areOf(op, cosines, sines) ? Optional.of(op) : Optional.empty();
        } catch (InvalidInput e) {
            return Optional.empty();
        }
    }

    private static boolean areOf(RotaryEmbedding op, NdArray cosines, NdArray sines) {
        for (int i = 0; i < cosines.count(); i++) {
            int element = i % op.headDim();
            int even = element - element % 2;
            int position = i / op.headDim();
            double angle = position * Math.pow(op.base(), -(double) even / op.headDim());
            double sine = element == even ? -Math.sin(angle) : Math.sin(angle);
            if (Math.abs(cosines.real(i) - Math.cos(angle)) > TOLERANCE || Math.abs(sines.real(i) - sine) > TOLERANCE) {
                return false;
            }
        }
        return true;
    }
}
