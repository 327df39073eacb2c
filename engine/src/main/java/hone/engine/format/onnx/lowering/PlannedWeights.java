package hone.engine.format.onnx.lowering;

import hone.engine.format.onnx.reference.NdArray;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.TensorType;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

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
                name + '\n' + form + '\n' + dtype,
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
