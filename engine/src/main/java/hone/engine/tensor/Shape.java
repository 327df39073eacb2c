package hone.engine.tensor;

import hone.engine.InvalidInput;
import java.util.Arrays;

/** The concrete sizes of a tensor, outermost first; row-major, so the last dimension is contiguous. */
public final class Shape {
    /** More dimensions than this are refused. */
    public static final int MAX_RANK = 8;

    private final long[] sizes;

    private Shape(long[] sizes) {
        this.sizes = sizes;
    }

    /**
     * @param sizes outermost first, each at least 0; none for a scalar
     * @throws InvalidInput if a size is negative, the rank exceeds {@link #MAX_RANK} or the element count overflows
     */
    public static Shape of(long... sizes) {
        if (sizes.length > MAX_RANK) {
            throw new InvalidInput("a tensor has too many dimensions", "", sizes.length + " of at most " + MAX_RANK);
        }
        long elements = 1;
        for (long size : sizes) {
            if (size < 0) {
                throw new InvalidInput("a tensor's size must not be negative", "", "it is " + size);
            }
            if (size != 0 && elements > Long.MAX_VALUE / 16 / size) {
                throw new InvalidInput("a tensor's sizes overflow", "", Arrays.toString(sizes));
            }
            elements *= size;
        }
        return new Shape(sizes.clone());
    }

    public int rank() {
        return sizes.length;
    }

    public long size(int dimension) {
        return sizes[dimension];
    }

    /** The product of all sizes; 1 for a scalar. */
    public long elements() {
        long elements = 1;
        for (long size : sizes) {
            elements *= size;
        }
        return elements;
    }

    /** A copy of the sizes. */
    public long[] sizes() {
        return sizes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(sizes, shape.sizes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sizes);
    }

    /** "64×784"; "scalar" for rank 0. */
    @Override
    public String toString() {
        if (sizes.length == 0) {
            return "scalar";
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < sizes.length; i++) {
            text.append(i == 0 ? "" : "×").append(sizes[i]);
        }
        return text.toString();
    }
}
