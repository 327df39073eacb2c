package hone.engine.format.onnx.lowering;

import hone.engine.format.onnx.proto.ElementType;
import hone.engine.format.onnx.reference.NdArray;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.TensorType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** The constants of a file that become weights. One that is used twice in one form is one weight. */
final class PlannedWeights {
    private final GraphLowering lowering;
    private final Map<String, Planned> known = new HashMap<>();

    PlannedWeights(GraphLowering lowering) {
        this.lowering = lowering;
    }

    /** A constant as it is, in float32. */
    Planned same(String name, NdArray array) {
        return of(name, "", DType.F32, sizes(array), array::real);
    }

    /**
     * A constant in the type that it has here.
     *
     * @throws java.util.NoSuchElementException if there is none
     */
    Planned typed(String name, NdArray array) {
        DType dtype = EngineTypes.of(array.type()).orElseThrow();
        return of(name, "", dtype, sizes(array), array.type().isReal() ? array::real : array::whole);
    }

    /**
     * A constant operand. One whose sizes follow open ones is spread from a single number, if it has no other.
     *
     * @return empty where it is of a type that graphs here do not have, too large for it, or differs with the sizes
     */
    Optional<Planned> constant(LoweringSite site, int input) {
        Optional<NdArray> same = site.constant(input);
        if (same.isPresent()) {
            return same.filter(PlannedWeights::fits).map(array -> typed(site.input(input), array));
        }
        return SpreadConstant.of(site, input);
    }

    private static boolean fits(NdArray array) {
        return EngineTypes.of(array.type()).isPresent()
                && (array.type() != ElementType.I64
                        || IntStream.range(0, array.count()).allMatch(i -> array.whole(i) == (int) array.whole(i)));
    }

    /** One number. */
    Planned number(String name, DType dtype, double number) {
        return of(name, Double.toString(number), dtype, new long[0], _ -> number);
    }

    /** A constant's elements in other sizes. */
    Planned shaped(String name, NdArray array, long... sizes) {
        return of(name, Shape.of(sizes).toString(), DType.F32, sizes, array::real);
    }

    /** A matrix as it is, or its transpose. */
    Planned matrix(String name, NdArray array, boolean transposed) {
        int rows = array.dim(0);
        int columns = array.dim(1);
        return transposed
                ? of(name, "transposed", DType.F32, new long[] {columns, rows}, transposed(array::real, rows, columns))
                : same(name, array);
    }

    /** The elements of a matrix (rows, columns) in the order of its transpose. */
    static IntToDoubleFunction transposed(IntToDoubleFunction elements, int rows, int columns) {
        return i -> elements.applyAsDouble(i % rows * columns + i / rows);
    }

    /**
     * A weight.
     *
     * @param name of the constant it is made of
     * @param form what was made of it; empty for nothing
     * @param elements in row-major order
     */
    Planned of(String name, String form, DType dtype, long[] sizes, IntToDoubleFunction elements) {
        return known.computeIfAbsent(
                name + '\n' + form + '\n' + dtype + Arrays.toString(sizes),
                _ -> lowering.weight(name, TensorType.of(dtype, Shape.of(sizes)), elements));
    }

    private static long[] sizes(NdArray array) {
        long[] sizes = new long[array.rank()];
        for (int d = 0; d < sizes.length; d++) {
            sizes[d] = array.dim(d);
        }
        return sizes;
    }
}
