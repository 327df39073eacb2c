package hone.engine.kernel.conv;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.activation.PlainActivations;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.conv.Conv2d;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * The definition's seven loops: for each image, output channel, row and column, sum over input channels and over the
 * window's rows and columns. Each sum is one chain of additions that wait for one another, every element is asked whether
 * it lies in the padding, and neighbouring outputs read nearly the same pixels again.
 */
public final class NaiveConv2d implements ConvKernel {
    @Override
    public String id() {
        return "naive";
    }

    @Override
    public Rung rung() {
        return Rung.NAIVE;
    }

    @Override
    public Optional<String> refusal(Conv2d op, Site site) {
        return Optional.empty();
    }

    @Override
    public long scratchBytes(Conv2d op, Site site) {
        return 0;
    }

    @Override
    public Prepared prepare(Conv2d op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new Loops(ConvShape.of(op, site));
    }

    /** A unit is a row of one output channel of one image. */
    private record Loops(ConvShape shape) implements Prepared {
        @Override
        public long units(Operands operands) {
            return ConvShape.images(operands) * shape.outputs() * shape.outHeight();
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            MemorySegment y = operands.output(0);
            for (long unit = from; unit < to; unit++) {
                long row = unit % shape.outHeight();
                long output = unit / shape.outHeight() % shape.outputs();
                long image = unit / shape.outHeight() / shape.outputs();
                for (long column = 0; column < shape.outWidth(); column++) {
                    float start = shape.op().bias() ? operands.input(2).getAtIndex(ValueLayout.JAVA_FLOAT, output) : 0;
                    y.setAtIndex(
                            ValueLayout.JAVA_FLOAT,
                            unit * shape.outWidth() + column,
                            sum(operands, image, output, row, column, start));
                }
                PlainActivations.apply(shape.op().activation(), y, unit * shape.outWidth(), shape.outWidth());
            }
        }

        private float sum(Operands operands, long image, long output, long row, long column, float start) {
            MemorySegment x = operands.input(0);
            MemorySegment w = operands.input(1);
            Conv2d op = shape.op();
            long firstChannel = output / shape.groupOutputs() * shape.groupChannels();
            float sum = start;
            for (long c = 0; c < shape.groupChannels(); c++) {
                for (long i = 0; i < shape.kernelHeight(); i++) {
                    for (long j = 0; j < shape.kernelWidth(); j++) {
                        long down = row * op.stride().height()
                                - op.padding().height()
                                + i * op.dilation().height();
                        long across = column * op.stride().width()
                                - op.padding().width()
                                + j * op.dilation().width();
                        boolean inside = down >= 0 && down < shape.height() && across >= 0 && across < shape.width();
                        long pixel =
                                ((image * shape.channels() + firstChannel + c) * shape.height() + down) * shape.width()
                                        + across;
                        long weight =
                                ((output * shape.groupChannels() + c) * shape.kernelHeight() + i) * shape.kernelWidth()
                                        + j;
                        // Padding is zeros that are multiplied like any pixel: times infinity they are no number.
                        sum += (inside ? x.getAtIndex(ValueLayout.JAVA_FLOAT, pixel) : 0)
                                * w.getAtIndex(ValueLayout.JAVA_FLOAT, weight);
                    }
                }
            }
            return sum;
        }
    }
}
