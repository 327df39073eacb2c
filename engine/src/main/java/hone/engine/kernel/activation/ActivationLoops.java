package hone.engine.kernel.activation;

import hone.engine.op.activation.Activation;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;

/**
 * Activations with the Vector API, on blocks of numbers wherever these lie: a kernel of the activation alone runs them on
 * a slice of a tensor, a layer's kernel on a block of results that it has just finished and that is still in the first
 * cache. It is the very same loop in both, so fusing changes no bit of the result. Each function has a loop and a class of
 * its own, which is compiled by itself; the choice is made once for a block.
 */
public final class ActivationLoops {
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private ActivationLoops() {}

    /**
     * y = f(x) for some rows. The two blocks may be the same one. Where a row is no multiple of a vector, its last vector
     * overlaps the one before, and is therefore read before that one is written. So no result depends on where an element
     * stands, but that rows shorter than a vector are computed one by one.
     *
     * @param activation not {@link Activation#NONE}, which has nothing to do
     * @param xAt byte at which x begins, rows {@code xRow} bytes apart
     * @param yAt byte at which y begins, rows {@code yRow} bytes apart
     * @param count elements of a row
     */
    public static void run(
            Activation activation,
            MemorySegment x,
            long xAt,
            long xRow,
            MemorySegment y,
            long yAt,
            long yRow,
            int rows,
            int count) {
        if (count < FloatVector.SPECIES_PREFERRED.length()) {
            oneByOne(activation, x, xAt, xRow, y, yAt, yRow, rows, count);
            return;
        }
        switch (activation) {
            case NONE -> {}
            case RELU -> ReluLoop.run(x, xAt, xRow, y, yAt, yRow, rows, count);
            case GELU_TANH -> GeluTanhLoop.run(x, xAt, xRow, y, yAt, yRow, rows, count);
            case GELU_ERF -> GeluErfLoop.run(x, xAt, xRow, y, yAt, yRow, rows, count);
            case SILU -> SiluLoop.run(x, xAt, xRow, y, yAt, yRow, rows, count);
            case TANH -> TanhLoop.run(x, xAt, xRow, y, yAt, yRow, rows, count);
            case SIGMOID -> SigmoidLoop.run(x, xAt, xRow, y, yAt, yRow, rows, count);
        }
    }

    private static void oneByOne(
            Activation activation,
            MemorySegment x,
            long xAt,
            long xRow,
            MemorySegment y,
            long yAt,
            long yRow,
            int rows,
            int count) {
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < count; i++) {
                float value = x.get(F32, xAt + row * xRow + (long) i * Float.BYTES);
                y.set(F32, yAt + row * yRow + (long) i * Float.BYTES, PlainActivations.of(activation, value));
            }
        }
    }

    /** Applies it in place to a block of results; {@link Activation#NONE} leaves them as they are. */
    public static void finish(Activation activation, MemorySegment y, long at, long row, int rows, int count) {
        if (activation != Activation.NONE) {
            run(activation, y, at, row, y, at, row, rows, count);
        }
    }
}
