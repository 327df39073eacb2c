package hone.engine.op.check;

import hone.engine.InvalidInput;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.List;

/** What ops expect of their inputs; each check throws {@link InvalidInput} with the numbers that disagree. */
public final class Expect {
    private Expect() {}

    public static void count(List<TensorType> inputs, int expected) {
        if (inputs.size() != expected) {
            throw new InvalidInput("the number of inputs is wrong", "", inputs.size() + " instead of " + expected);
        }
    }

    public static TensorType dtype(TensorType type, DType dtype, String which) {
        if (type.dtype() != dtype) {
            throw new InvalidInput("the " + which + " has the wrong element type", "", type + " instead of " + dtype);
        }
        return type;
    }

    public static TensorType rank(TensorType type, int rank, String which) {
        if (type.rank() != rank) {
            throw new InvalidInput(
                    "the " + which + " has the wrong number of dimensions", "", type + " instead of " + rank);
        }
        return type;
    }

    public static TensorType rankAtLeast(TensorType type, int rank, String which) {
        if (type.rank() < rank) {
            throw new InvalidInput("the " + which + " has too few dimensions", "", type + ", at least " + rank);
        }
        return type;
    }

    /** A dimension that is the same in every run, since kernels lay out weights for it. */
    public static long fixed(TensorType type, int dim, String which) {
        if (!(type.dim(dim) instanceof Dim.Fixed fixed)) {
            throw new InvalidInput("the width of the " + which + " must be fixed", "", type + ", dimension " + dim);
        }
        return fixed.size();
    }

    /** Two values whose types must be the same. */
    public static void same(TensorType first, TensorType second, String which) {
        if (!first.equals(second)) {
            throw new InvalidInput("the types of the " + which + " differ", "", first + " vs " + second);
        }
    }

    /** A vector of as many elements as {@code like}'s dimension {@code dim} has. */
    public static void vectorFor(TensorType vector, TensorType like, int dim, String which) {
        rank(vector, 1, which);
        if (!vector.dim(0).equals(like.dim(dim))) {
            throw new InvalidInput(
                    "the " + which + " has the wrong length", "", vector.dim(0) + " vs " + like.dim(dim));
        }
    }
}
