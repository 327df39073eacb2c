package hone.engine.kernel.strided;

import hone.engine.kernel.Operands;
import java.util.Arrays;

/**
 * The places of a result in row-major order, and for each where up to three inputs have what belongs there: along each
 * dimension an input moves on by its own step, which is 0 where it is used again, and negative where it is read backwards.
 * Dimensions that all can be walked as one become one, so that rows are long.
 */
public final class StridedGrid {
    /** Inputs that can be followed. */
    public static final int INPUTS = 3;

    /** Twice the dimensions of a tensor, as repeating splits each in two. */
    private static final int MOST = 16;

    private final long[] sizes = new long[MOST];
    private final long[][] steps = new long[INPUTS][MOST];
    private final long[] starts = new long[INPUTS];
    private int count;

    /** Back to a single place. */
    public void clear() {
        count = 0;
        Arrays.fill(starts, 0);
    }

    /** Where an input begins. */
    public void start(int input, long element) {
        starts[input] = element;
    }

    /**
     * Adds a dimension inside of those that are there.
     *
     * @param a elements by which the first input moves on
     * @param b the second, if there is one
     * @param c the third
     */
    public void add(long size, long a, long b, long c) {
        if (size == 1) {
            return;
        }
        int last = count - 1;
        boolean one =
                count > 0 && steps[0][last] == size * a && steps[1][last] == size * b && steps[2][last] == size * c;
        if (one) {
            sizes[last] *= size;
        } else {
            last = count++;
            sizes[last] = size;
        }
        steps[0][last] = a;
        steps[1][last] = b;
        steps[2][last] = c;
    }

    /**
     * Lays inputs over an output as broadcasting does: aligned at the right, and what is 1 or missing is used again.
     *
     * @param inputs how many, at most {@link #INPUTS}
     */
    public void broadcast(Operands operands, int inputs) {
        clear();
        int rank = operands.outputRank(0);
        for (int d = 0; d < rank; d++) {
            long size = operands.outputSize(0, d);
            add(
                    size,
                    step(operands, 0, d, rank, size),
                    inputs > 1 ? step(operands, 1, d, rank, size) : 0,
                    inputs > 2 ? step(operands, 2, d, rank, size) : 0);
        }
    }

    private static long step(Operands operands, int input, int d, int rank, long size) {
        int own = d - (rank - operands.inputRank(input));
        if (own < 0 || (operands.inputSize(input, own) == 1 && size != 1)) {
            return 0;
        }
        return stride(operands, input, own);
    }

    /** Elements of an input from one place of a dimension to the next. */
    public static long stride(Operands operands, int input, int dimension) {
        long stride = 1;
        for (int d = operands.inputRank(input) - 1; d > dimension; d--) {
            stride *= operands.inputSize(input, d);
        }
        return stride;
    }

    /** Elements of a row: the innermost dimension. */
    public long row() {
        return count == 0 ? 1 : sizes[count - 1];
    }

    /** Elements by which an input moves on within a row. */
    public long step(int input) {
        return count == 0 ? 0 : steps[input][count - 1];
    }

    /** How many rows there are. */
    public long rows() {
        long rows = 1;
        for (int d = 0; d < count - 1; d++) {
            rows *= sizes[d];
        }
        return rows;
    }

    /** Where an input has the first element of a row. */
    public long at(int input, long row) {
        long at = starts[input];
        long rest = row;
        for (int d = count - 2; d >= 0; d--) {
            at += rest % sizes[d] * steps[input][d];
            rest /= sizes[d];
        }
        return at;
    }
}
