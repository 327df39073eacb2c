package hone.engine.format.onnx.lowering;

import hone.engine.format.onnx.reference.NdArray;
import hone.engine.op.normalization.BatchNorm;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToDoubleFunction;

/**
 * A constant for each channel, or one for all, that is added, subtracted, multiplied or divided by, as where pixels are
 * centred and scaled: a batch normalization whose mean is 0 and whose variance and epsilon sum to exactly 1.
 */
final class AffineLowering implements Lowering {
    private static final float EPSILON = 1F / (1 << 17);

    @Override
    public Set<String> operators() {
        return Set.of("Add", "Sub", "Mul", "Div");
    }

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        int constant = site.isConstant(0) ? 0 : 1;
        Optional<Planned> x = site.dynamic(1 - constant);
        Optional<NdArray> numbers = site.constant(constant);
        if (x.isEmpty() || numbers.isEmpty()) {
            return Optional.empty();
        }
        TensorType type = x.get().type();
        if (type.rank() < 2 || type.dtype() != DType.F32 || !(type.dim(1) instanceof Dim.Fixed fixed)) {
            return site.refuse("its other operand has no channels");
        }
        Optional<IntToDoubleFunction> each = perChannel(numbers.get(), type.rank(), fixed.size());
        if (each.isEmpty()) {
            return site.refuse("its constant differs within a channel");
        }
        IntToDoubleFunction c = each.get();
        boolean first = constant == 0;
        return switch (site.operator()) {
            case "Add" -> affine(site, x.get(), fixed.size(), constant, _ -> 1, c);
            case "Sub" ->
                first
                        ? affine(site, x.get(), fixed.size(), constant, _ -> -1, c)
                        : affine(site, x.get(), fixed.size(), constant, _ -> 1, i -> -c.applyAsDouble(i));
            case "Mul" -> affine(site, x.get(), fixed.size(), constant, c, _ -> 0);
            default ->
                first
                        ? site.refuse("it divides a constant by a value")
                        : affine(site, x.get(), fixed.size(), constant, i -> 1 / c.applyAsDouble(i), _ -> 0);
        };
    }

    /** The constant of a channel, if it is the same all over it. */
    private static Optional<IntToDoubleFunction> perChannel(NdArray array, int rank, long channels) {
        if (array.count() == 1) {
            return Optional.of(_ -> array.real(0));
        }
        int axis = array.rank() - (rank - 1);
        boolean fits = axis >= 0 && array.rank() <= rank && array.count() == channels && array.dim(axis) == channels;
        return fits ? Optional.of(array::real) : Optional.empty();
    }

    private static Optional<Planned> affine(
            LoweringSite site,
            Planned x,
            long channels,
            int constant,
            IntToDoubleFunction factor,
            IntToDoubleFunction term) {
        String name = site.input(constant);
        String of = site.operator() + constant + " of " + channels;
        return site.apply(
                new BatchNorm(EPSILON),
                x,
                weight(site, name, of + " factor", channels, factor),
                weight(site, name, of + " term", channels, term),
                weight(site, name, of + " mean", channels, _ -> 0),
                weight(site, name, of + " variance", channels, _ -> 1 - EPSILON));
    }

    private static Planned weight(
            LoweringSite site, String name, String form, long channels, IntToDoubleFunction elements) {
        return site.weights().of(name, form, DType.F32, new long[] {channels}, elements);
    }
}
