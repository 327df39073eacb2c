package hone.engine.kernel.conv;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Site;
import hone.engine.op.conv.Conv2d;
import hone.engine.tensor.TensorType;
import java.util.Locale;
import java.util.Optional;

/**
 * The sizes of a convolution that do not change from run to run: all but the batch.
 *
 * @param channels of the input
 * @param outputs channels of the output
 */
record ConvShape(
        Conv2d op,
        int channels,
        int height,
        int width,
        int outputs,
        int outHeight,
        int outWidth,
        int kernelHeight,
        int kernelWidth) {
    static ConvShape of(Conv2d op, Site site) {
        TensorType x = site.inputs().get(0);
        TensorType w = site.inputs().get(1);
        TensorType y = site.outputs().getFirst();
        return new ConvShape(
                op, size(x, 1), size(x, 2), size(x, 3), size(y, 1), size(y, 2), size(y, 3), size(w, 2), size(w, 3));
    }

    private static int size(TensorType type, int dim) {
        return Math.toIntExact(type.dim(dim).max());
    }

    /** Why kernels that address one image, its padding included, and the weights with 32 bits cannot run here. */
    Optional<String> tooLarge(Site site) {
        TensorType w = site.inputs().get(1);
        double padded = 1.0
                * channels
                * (height + 2.0 * op.padding().height())
                * (width + 2.0 * op.padding().width())
                * Float.BYTES;
        double output = 1.0 * outputs * outHeight * outWidth * Float.BYTES;
        if (Math.max(padded, output) > MOST_BYTES) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "an image of %.0f bytes with its padding, it addresses %d",
                    Math.max(padded, output),
                    MOST_BYTES));
        }
        return w.maxBytes() > MOST_BYTES
                ? Optional.of("weights of " + w.maxBytes() + " bytes, it addresses " + MOST_BYTES)
                : Optional.empty();
    }

    /** Room is left for kernels that keep several copies. */
    private static final long MOST_BYTES = 1L << 28;

    int groups() {
        return op.groups();
    }

    int groupChannels() {
        return channels / op.groups();
    }

    int groupOutputs() {
        return outputs / op.groups();
    }

    /** Multiply-adds of one output: elements of one output's kernel. */
    int steps() {
        return groupChannels() * kernelHeight * kernelWidth;
    }

    /** Elements of one channel of the output. */
    int plane() {
        return outHeight * outWidth;
    }

    /** Every group has one channel, so there is nothing to sum over but the window. */
    boolean depthwise() {
        return op.groups() > 1 && groupChannels() == 1;
    }

    static long images(Operands operands) {
        return operands.inputSize(0, 0);
    }
}
