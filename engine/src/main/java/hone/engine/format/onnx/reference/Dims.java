package hone.engine.format.onnx.reference;

import hone.engine.InvalidInput;
import java.util.Arrays;

/** Arithmetic on the sizes of arrays: how many elements, which offset, what broadcasting makes of two of them. */
final class Dims {
    /** A result with more elements is refused: 2 GB of doubles, or an eighth of the heap where that is less. */
    static final long MAX_ELEMENTS = Math.min(1L << 28, Runtime.getRuntime().maxMemory() / 8 / Double.BYTES);

    private static final int MAX_RANK = 16;

    private Dims() {}

    /** Elements of an array of these sizes. */
    static int count(int... dims) {
        long count = 1;
        if (dims.length > MAX_RANK) {
            throw new InvalidInput("a tensor has too many dimensions", "", dims.length + " of at most " + MAX_RANK);
        }
        for (int size : dims) {
            if (size < 0) {
                throw new InvalidInput("a tensor's size must not be negative", "", "it is " + size);
            }
            count = size != 0 && count > MAX_ELEMENTS / size ? MAX_ELEMENTS + 1 : count * size;
        }
        if (count > MAX_ELEMENTS) {
            throw new InvalidInput(
                    "a tensor is too large", Arrays.toString(dims), "at most " + MAX_ELEMENTS + " elements");
        }
        return (int) count;
    }

    /** Sizes as they come from attributes and tensors. */
    static int[] of(long... sizes) {
        int[] dims = new int[sizes.length];
        for (int i = 0; i < dims.length; i++) {
            if (sizes[i] > Integer.MAX_VALUE || sizes[i] < Integer.MIN_VALUE) {
                throw new InvalidInput("a tensor is too large", "", "one of its sizes is " + sizes[i]);
            }
            dims[i] = (int) sizes[i];
        }
        return dims;
    }

    /** 0, 1, 2 and so on. */
    static double[] doubles(int count) {
        double[] numbers = new double[count];
        Arrays.setAll(numbers, i -> i);
        return numbers;
    }

    static long[] longs(int... dims) {
        return Arrays.stream(dims).asLongStream().toArray();
    }

    /** Elements between neighbours along each dimension. */
    static int[] strides(int... dims) {
        int[] strides = new int[dims.length];
        int stride = 1;
        for (int i = dims.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= dims[i];
        }
        return strides;
    }

    /** Product of the sizes from {@code from} to before {@code to}. */
    static int product(int[] dims, int from, int to) {
        return count(Arrays.copyOfRange(dims, from, to));
    }

    /** An axis counted from the front; negative ones count from behind. */
    static int axis(long axis, int rank) {
        long counted = axis < 0 ? axis + rank : axis;
        if (counted < 0 || counted >= Math.max(rank, 1)) {
            throw new InvalidInput("there is no such axis", "", "axis " + axis + " of " + rank + " dimensions");
        }
        return (int) counted;
    }

    /** What two shapes become beside each other, as numpy does it. */
    static int[] broadcast(int[] a, int[] b) {
        int rank = Math.max(a.length, b.length);
        int[] both = new int[rank];
        for (int i = 0; i < rank; i++) {
            int left = i < rank - a.length ? 1 : a[i - rank + a.length];
            int right = i < rank - b.length ? 1 : b[i - rank + b.length];
            if (left != right && left != 1 && right != 1) {
                throw new InvalidInput(
                        "two tensors do not fit beside each other",
                        "",
                        "their shapes are " + Arrays.toString(a) + " and " + Arrays.toString(b));
            }
            both[i] = left == 1 ? right : left;
        }
        return both;
    }

    /** For every element of {@code out}, the offset of the element of {@code in} that broadcasting puts there. */
    static int[] offsets(int[] in, int... out) {
        int[] strides = strides(in);
        int[] steps = new int[out.length];
        for (int i = 0; i < in.length; i++) {
            steps[i + out.length - in.length] = in[i] == 1 ? 0 : strides[i];
        }
        return walk(out, steps, 0);
    }

    /** For every index over {@code dims}, in row-major order, {@code start} and the sum of index times step. */
    static int[] walk(int[] dims, int[] steps, int start) {
        int[] offsets = new int[count(dims)];
        int[] index = new int[dims.length];
        int at = start;
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = at;
            for (int d = dims.length - 1; d >= 0; d--) {
                at += steps[d];
                if (++index[d] < dims[d]) {
                    break;
                }
                at -= steps[d] * dims[d];
                index[d] = 0;
            }
        }
        return offsets;
    }

    static int[] without(int[] dims, int axis) {
        int[] rest = new int[dims.length - 1];
        System.arraycopy(dims, 0, rest, 0, axis);
        System.arraycopy(dims, axis + 1, rest, axis, rest.length - axis);
        return rest;
    }

    /** With a size in front of what is at {@code axis}. */
    static int[] with(int[] dims, int axis, int size) {
        int[] more = new int[dims.length + 1];
        System.arraycopy(dims, 0, more, 0, axis);
        more[axis] = size;
        System.arraycopy(dims, axis, more, axis + 1, dims.length - axis);
        return more;
    }

    static int[] replaced(int[] dims, int axis, int size) {
        int[] changed = dims.clone();
        changed[axis] = size;
        return changed;
    }
}
