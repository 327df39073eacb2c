package hone.engine.kernel.quantization;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.UnpackedKernel;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.quantization.IntegerConv2d;
import hone.engine.tensor.DType;
import java.lang.foreign.ValueLayout;

/** One place of one output channel after the other; what lies in the padding adds nothing. */
public final class ReorderedIntegerConv2d implements UnpackedKernel<IntegerConv2d> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<IntegerConv2d> op() {
        return IntegerConv2d.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public Prepared prepare(IntegerConv2d op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new Planes(op, site.inputs().get(0).dtype(), site.inputs().get(1).dtype());
    }

    /** A unit is one output channel of one image. */
    private record Planes(IntegerConv2d op, DType x, DType w) implements Prepared {
        @Override
        public long units(Operands operands) {
            return operands.outputSize(0, 0) * operands.outputSize(0, 1);
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            long down = operands.outputSize(0, 2);
            long across = operands.outputSize(0, 3);
            for (long unit = from; unit < to; unit++) {
                for (long place = 0; place < down * across; place++) {
                    int sum = sum(operands, unit, place / across, place % across);
                    operands.output(0).setAtIndex(ValueLayout.JAVA_INT, unit * down * across + place, sum);
                }
            }
        }

        private int sum(Operands operands, long unit, long row, long column) {
            long outputs = operands.outputSize(0, 1);
            long m = unit % outputs;
            long channels = operands.inputSize(1, 1);
            long height = operands.inputSize(0, 2);
            long width = operands.inputSize(0, 3);
            long rows = operands.inputSize(1, 2);
            long columns = operands.inputSize(1, 3);
            long firstChannel = unit / outputs * operands.inputSize(0, 1) + m / (outputs / op.groups()) * channels;
            int xZero = Wholes.read(x, operands.input(2), 0);
            int wZero = Wholes.read(w, operands.input(3), operands.inputElements(3) == 1 ? 0 : m);
            int sum = 0;
            for (long c = 0; c < channels; c++) {
                for (long r = 0; r < rows; r++) {
                    long i = row * op.stride().height()
                            - op.before().height()
                            + r * op.dilation().height();
                    for (long s = 0; i >= 0 && i < height && s < columns; s++) {
                        long j = column * op.stride().width()
                                - op.before().width()
                                + s * op.dilation().width();
                        if (j >= 0 && j < width) {
                            int left = Wholes.read(x, operands.input(0), ((firstChannel + c) * height + i) * width + j);
                            int right =
                                    Wholes.read(w, operands.input(1), ((m * channels + c) * rows + r) * columns + s);
                            sum += (left - xZero) * (right - wZero);
                        }
                    }
                }
            }
            return sum;
        }
    }
}
