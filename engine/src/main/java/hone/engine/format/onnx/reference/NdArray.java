package hone.engine.format.onnx.reference;

import hone.engine.InvalidInput;
import hone.engine.format.onnx.proto.ElementType;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;

/**
 * A tensor of any of ONNX's types on a plain array, row-major. Reals lie in doubles, rounded to their type; whole numbers
 * and truth values in longs, those of 64 bits without a sign as their bits; texts in strings. It never changes.
 */
public final class NdArray implements OnnxValue {
    private static final double[] NO_REALS = {};
    private static final long[] NO_WHOLES = {};
    private static final String[] NO_TEXTS = {};

    private final ElementType type;
    private final int[] dims;
    private final int count;
    private final double[] reals;
    private final long[] wholes;
    private final String[] texts;

    private NdArray(ElementType type, int[] dims, double[] reals, long[] wholes, String[] texts) {
        this.type = type;
        this.dims = dims.clone();
        this.count = Dims.count(dims);
        this.reals = reals;
        this.wholes = wholes;
        this.texts = texts;
        int given = type.isReal() ? reals.length : type.isText() ? texts.length : wholes.length;
        if (given != count) {
            throw new IllegalArgumentException(given + " elements for " + Arrays.toString(dims));
        }
    }

    /** An array of reals, which are rounded to the type in place. */
    public static NdArray ofReals(ElementType type, int[] dims, double... values) {
        if (type != ElementType.F64) {
            for (int i = 0; i < values.length; i++) {
                values[i] = Rounding.real(type, values[i]);
            }
        }
        return new NdArray(type, dims, values, NO_WHOLES, NO_TEXTS);
    }

    /** An array of whole numbers or truth values, which are wrapped to the type's width in place. */
    public static NdArray ofWholes(ElementType type, int[] dims, long... values) {
        if (type != ElementType.I64 && type != ElementType.U64) {
            for (int i = 0; i < values.length; i++) {
                values[i] = Rounding.whole(type, values[i]);
            }
        }
        return new NdArray(type, dims, NO_REALS, values, NO_TEXTS);
    }

    public static NdArray ofTexts(int[] dims, String... values) {
        return new NdArray(ElementType.TEXT, dims, NO_REALS, NO_WHOLES, values);
    }

    /** Numbers in a type of either kind; whole types take the number's whole part. */
    static NdArray ofNumbers(ElementType type, int[] dims, double... values) {
        if (type.isText()) {
            throw new InvalidInput("a number does not become a text", "", "texts were asked for");
        }
        if (type.isReal()) {
            return ofReals(type, dims, values);
        }
        long[] wholes = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            wholes[i] = Rounding.towardsZero(type, values[i]);
        }
        return ofWholes(type, dims, wholes);
    }

    static NdArray longs(long... values) {
        return ofWholes(ElementType.I64, new int[] {values.length}, values);
    }

    static NdArray scalar(ElementType type, double value) {
        return ofNumbers(type, new int[0], value);
    }

    /** An array of zeros, of false or of empty texts. */
    public static NdArray zeros(ElementType type, int... dims) {
        int count = Dims.count(dims);
        if (type.isText()) {
            String[] empty = new String[count];
            Arrays.fill(empty, "");
            return ofTexts(dims, empty);
        }
        return type.isReal() ? ofReals(type, dims, new double[count]) : ofWholes(type, dims, new long[count]);
    }

    public ElementType type() {
        return type;
    }

    /** A copy of the sizes, outermost first. */
    public int[] dims() {
        return dims.clone();
    }

    public int rank() {
        return dims.length;
    }

    public int dim(int axis) {
        return dims[axis];
    }

    /** Elements in all. */
    public int count() {
        return count;
    }

    /** "2×3 F32". */
    @Override
    public String toString() {
        return (dims.length == 0
                        ? "scalar"
                        : Arrays.stream(dims).mapToObj(Integer::toString).collect(Collectors.joining("×")))
                + " " + type;
    }

    /** An element of any numeric type as a double. */
    public double real(int i) {
        if (type.isReal()) {
            return reals[i];
        }
        long value = whole(i);
        return type == ElementType.U64 && value < 0 ? (value >>> 1) * 2.0 + (value & 1) : value;
    }

    /** A whole element; reals lose their fraction. */
    public long whole(int i) {
        if (type.isText()) {
            throw new InvalidInput("a text is not a number", "", "it is \"" + texts[i] + '"');
        }
        return type.isReal() ? (long) reals[i] : wholes[i];
    }

    public boolean truth(int i) {
        return type.isReal() ? reals[i] != 0 : wholes[i] != 0;
    }

    public String text(int i) {
        return texts[i];
    }

    /** All elements as whole numbers, as shapes and axes are. */
    long[] wholes() {
        long[] all = new long[count];
        for (int i = 0; i < count; i++) {
            all[i] = whole(i);
        }
        return all;
    }

    /** All elements as doubles, for the caller to change. */
    double[] reals() {
        if (type.isReal()) {
            return reals.clone();
        }
        double[] all = new double[count];
        for (int i = 0; i < count; i++) {
            all[i] = real(i);
        }
        return all;
    }

    /** The same elements in other sizes. */
    NdArray reshaped(int... sizes) {
        if (Dims.count(sizes) != count) {
            throw new InvalidInput(
                    "a tensor cannot be reshaped",
                    "",
                    Arrays.toString(dims) + " has " + count + " elements, " + Arrays.toString(sizes) + " has "
                            + Dims.count(sizes));
        }
        return new NdArray(type, sizes, reals, wholes, texts);
    }

    /** Elements picked by their offsets into new sizes; a negative offset takes the first element of {@code other}. */
    NdArray picked(int[] sizes, int[] offsets, NdArray other) {
        if (type.isText()) {
            String[] picked = new String[offsets.length];
            for (int i = 0; i < picked.length; i++) {
                picked[i] = offsets[i] < 0 ? other.text(0) : texts[offsets[i]];
            }
            return ofTexts(sizes, picked);
        }
        if (type.isReal()) {
            double[] picked = new double[offsets.length];
            for (int i = 0; i < picked.length; i++) {
                picked[i] = offsets[i] < 0 ? other.real(0) : reals[offsets[i]];
            }
            return ofReals(type, sizes, picked);
        }
        long[] picked = new long[offsets.length];
        for (int i = 0; i < picked.length; i++) {
            picked[i] = offsets[i] < 0 ? other.whole(0) : wholes[offsets[i]];
        }
        return ofWholes(type, sizes, picked);
    }

    NdArray picked(int[] sizes, int... offsets) {
        return picked(sizes, offsets, this);
    }

    /** The array as broadcasting spreads it over larger sizes. */
    NdArray spread(int... sizes) {
        if (Arrays.equals(sizes, dims)) {
            return this;
        }
        if (!Arrays.equals(Dims.broadcast(dims, sizes), sizes)) {
            throw new InvalidInput(
                    "a tensor cannot be spread",
                    "",
                    "it is " + this + ", and " + Arrays.toString(sizes) + " is wanted");
        }
        return picked(sizes, Dims.offsets(dims, sizes));
    }

    /** With its dimensions in another order. */
    NdArray transposed(int... order) {
        int[] strides = Dims.strides(dims);
        int[] sizes = new int[order.length];
        int[] steps = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            sizes[i] = dims[order[i]];
            steps[i] = strides[order[i]];
        }
        return picked(sizes, Dims.walk(sizes, steps, 0));
    }

    /** The part from {@code start} to before {@code end} along an axis. */
    NdArray part(int axis, int start, int end) {
        if (start < 0 || end < start || end > dims[axis]) {
            throw new InvalidInput(
                    "a tensor has no such part", "", start + " to " + end + " of dimension " + axis + " of " + this);
        }
        int[] sizes = Dims.replaced(dims, axis, end - start);
        int[] strides = Dims.strides(dims);
        return picked(sizes, Dims.walk(sizes, strides, start * strides[axis]));
    }

    /** Every element through a function, in double precision, rounded to the same type. */
    NdArray mapped(DoubleUnaryOperator function) {
        double[] all = reals();
        for (int i = 0; i < all.length; i++) {
            all[i] = function.applyAsDouble(all[i]);
        }
        return ofNumbers(type, dims, all);
    }

    /** The same numbers in another type: reals are rounded, and lose their fraction in whole types. */
    NdArray as(ElementType other) {
        if (other == type) {
            return this;
        }
        if (!type.isReal() && !other.isReal() && !type.isText()) {
            return ofWholes(other, dims, wholes.clone());
        }
        double[] reals = reals();
        if (other == ElementType.F32 && type == ElementType.I64) {
            // By way of a double a number could be rounded twice
            for (int i = 0; i < count; i++) {
                reals[i] = (float) wholes[i];
            }
        }
        return ofNumbers(other, dims, reals);
    }
}
