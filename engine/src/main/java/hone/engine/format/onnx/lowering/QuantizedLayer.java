package hone.engine.format.onnx.lowering;

import hone.engine.InvalidInput;
import hone.engine.format.onnx.proto.ElementType;
import hone.engine.format.onnx.reference.NdArray;
import hone.engine.op.matmul.Int4Linear;
import hone.engine.op.matmul.Int8Linear;
import hone.engine.op.matmul.WeightGroups;
import hone.engine.tensor.DType;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;

/**
 * A linear layer whose stored weight is whole numbers with scales, where the engine has an op for just these: symmetric, of
 * 8 or 4 bits, a scale for each output or for each group of inputs. Activations that are rounded to 8 bits and back in front
 * of it become the op's own.
 */
final class QuantizedLayer {
    private static final int HALF_U8 = 128;
    private static final int LARGEST = 127;

    private final LoweringSite product;
    private final LoweringSite site;
    private final StoredWeight.Wholes weight;
    private final IntFunction<Planned> bias;
    private final Optional<Planned> x;
    private final int outputs;
    private final int inputs;

    /**
     * A layer to be.
     *
     * @param bias for so many outputs, zeros where there is none
     * @param x the input, if it is there without a rounding in front
     */
    QuantizedLayer(
            LoweringSite product,
            LoweringSite site,
            StoredWeight.Wholes weight,
            IntFunction<Planned> bias,
            Optional<Planned> x) {
        this.product = product;
        this.site = site;
        this.weight = weight;
        this.bias = bias;
        this.x = x;
        this.outputs = weight.array().dim(weight.outputsFirst() ? 0 : 1);
        this.inputs = weight.array().dim(weight.outputsFirst() ? 1 : 0);
    }

    Optional<Planned> lower() {
        return switch (weight.array().type()) {
            case I8 -> int8(0);
            case U8 -> int8(HALF_U8);
            case I4 -> int4(0);
            case U4 -> int4(Int4Linear.ZERO_POINT);
            default -> Optional.empty();
        };
    }

    private Optional<Planned> int8(int zero) {
        IntToDoubleFunction numbers = i -> weight.array().whole(i) - zero;
        boolean symmetric = isZero(zero) && withinSeven(numbers);
        Optional<Planned> scales = symmetric ? scales(weight.block()) : Optional.empty();
        if (scales.isEmpty()) {
            return Optional.empty();
        }
        Planned q = site.weights()
                .of(weight.name(), "int8", DType.I8, new long[] {outputs, inputs}, outputsFirst(numbers, inputs));
        Optional<Rounded> rounded = weight.block() == 0 ? rounded() : Optional.empty();
        if (rounded.isPresent()) {
            Planned step = site.weights()
                    .of(
                            rounded.get().scaleName(),
                            "",
                            DType.F32,
                            new long[] {1},
                            _ -> rounded.get().scale());
            return site.apply(new Int8Linear(true), rounded.get().x(), q, scales.get(), bias.apply(outputs), step);
        }
        return x.flatMap(rows -> group(weight.block())
                .flatMap(
                        group -> site.apply(new Int8Linear(false, group), rows, q, scales.get(), bias.apply(outputs))));
    }

    private boolean withinSeven(IntToDoubleFunction numbers) {
        for (int i = 0; i < weight.array().count(); i++) {
            if (Math.abs(numbers.applyAsDouble(i)) > LARGEST) {
                return false;
            }
        }
        return true;
    }

    private Optional<Planned> int4(int zero) {
        int wanted = weight.block() == 0 ? wholeRow() : weight.block();
        Optional<Integer> group = group(wanted);
        Optional<Planned> scales = isZero(zero) && group.isPresent() ? scales(wanted) : Optional.empty();
        if (scales.isEmpty() || x.isEmpty()) {
            return Optional.empty();
        }
        IntToDoubleFunction numbers = outputsFirst(i -> weight.array().whole(i) - zero + Int4Linear.ZERO_POINT, inputs);
        int rowBytes = Math.toIntExact(Int4Linear.rowBytes(inputs));
        IntToDoubleFunction packed = i -> {
            int first = i / rowBytes * inputs + i % rowBytes * 2;
            boolean pair = i % rowBytes * 2 + 1 < inputs;
            int high = pair ? (int) numbers.applyAsDouble(first + 1) : 0;
            return (int) numbers.applyAsDouble(first) | high << 4;
        };
        Planned q = site.weights().of(weight.name(), "int4", DType.U8, new long[] {outputs, rowBytes}, packed);
        return site.apply(new Int4Linear(group.get()), x.get(), q, scales.get(), bias.apply(outputs));
    }

    /** One group for all inputs. */
    private int wholeRow() {
        return Math.max(WeightGroups.SMALLEST, Integer.highestOneBit(Math.max(1, inputs - 1)) << 1);
    }

    /** The group size, where the engine has such groups. */
    private static Optional<Integer> group(int block) {
        try {
            return Optional.of(block == 0 ? 0 : new Int4Linear(block).groupSize());
        } catch (InvalidInput e) {
            return Optional.empty();
        }
    }

    private boolean isZero(int zero) {
        NdArray given = weight.zero().orElse(null);
        if (given == null) {
            return zero == 0;
        }
        for (int i = 0; i < given.count(); i++) {
            if (given.whole(i) != zero) {
                return false;
            }
        }
        return true;
    }

    /** Numbers of the stored matrix in the order (out, in). */
    private IntToDoubleFunction outputsFirst(IntToDoubleFunction numbers, int columns) {
        return weight.outputsFirst() ? numbers : PlannedWeights.transposed(numbers, columns, outputs);
    }

    /** Scales as the op wants them: (out), or (out, groups). */
    private Optional<Planned> scales(int block) {
        NdArray scale = weight.scale();
        int outAxis = weight.outputsFirst() ? 0 : 1;
        boolean grouped = block != 0;
        int groups = grouped ? WeightGroups.count(block, inputs) : 1;
        long[] sizes = grouped ? new long[] {outputs, groups} : new long[] {outputs};
        String form = grouped ? "groups" : "";
        if (weight.block() == 0) {
            boolean one = scale.count() == 1;
            boolean fits = one || (scale.rank() == 1 && weight.axis() == outAxis && scale.count() == outputs);
            IntToDoubleFunction numbers = one ? _ -> scale.real(0) : scale::real;
            return fits
                    ? Optional.of(site.weights().of(weight.scaleName(), form, DType.F32, sizes, numbers))
                    : Optional.empty();
        }
        boolean fits = weight.axis() == 1 - outAxis && scale.count() == outputs * groups;
        return fits
                ? Optional.of(site.weights()
                        .of(weight.scaleName(), form, DType.F32, sizes, outputsFirst(scale::real, groups)))
                : Optional.empty();
    }

    /** The stored matrix as real numbers, in its own order. */
    static IntToDoubleFunction widened(StoredWeight.Wholes weight) {
        NdArray array = weight.array();
        NdArray scale = weight.scale();
        int columns = array.dim(1);
        int scaleColumns = scale.rank() == 2 ? scale.dim(1) : 1;
        return i -> {
            int along = weight.axis() == 0 ? i / columns : i % columns;
            int which;
            if (scale.count() == 1) {
                which = 0;
            } else if (weight.block() == 0) {
                which = along;
            } else {
                int row = weight.axis() == 0 ? along / weight.block() : i / columns;
                int column = weight.axis() == 0 ? i % columns : along / weight.block();
                which = row * scaleColumns + column;
            }
            double zero = weight.zero().map(given -> given.real(which)).orElse(0.0);
            return (array.real(i) - zero) * scale.real(which);
        };
    }

    /** An input that was rounded to 8 bits and back. */
    private record Rounded(Planned x, String scaleName, double scale) {}

    /**
     * The input without its rounding, if it is the one that the op does itself: steps to both sides of zero. The engine's
     * ends at 127 steps. A file of our own has U8 with its zero at 0 behind a rectifier, and means those 127 steps too.
     */
    private Optional<Rounded> rounded() {
        Optional<LoweringSite> back = product.before(0, "DequantizeLinear");
        Optional<LoweringSite> there = back.flatMap(site -> site.before(0, "QuantizeLinear"));
        if (back.isEmpty() || there.isEmpty() || !sameStep(back.get(), there.get())) {
            return Optional.empty();
        }
        ElementType type = there.get().constant(2).map(NdArray::type).orElse(ElementType.U8);
        double zero = there.get().scalar(2).orElse(0.0);
        boolean symmetric = type == ElementType.I8 ? zero == 0 : zero == HALF_U8 || (zero == 0 && product.isOurs());
        Optional<Planned> x = there.get().dynamic(0);
        return (type == ElementType.I8 || type == ElementType.U8) && symmetric && x.isPresent()
                ? Optional.of(new Rounded(
                        x.get(), there.get().input(1), there.get().scalar(1).orElseThrow()))
                : Optional.empty();
    }

    private static boolean sameStep(LoweringSite back, LoweringSite there) {
        return there.scalar(1).isPresent()
                && there.scalar(1).equals(back.scalar(1))
                && there.scalar(2).equals(back.scalar(2));
    }
}
