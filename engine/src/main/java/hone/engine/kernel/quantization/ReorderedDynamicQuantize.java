package hone.engine.kernel.quantization;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.UnpackedKernel;
import hone.engine.kernel.elementwise.ElementKernel;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.quantization.DynamicQuantize;
import hone.engine.tensor.DType;
import java.lang.foreign.ValueLayout;

/** The range is found before the units begin; then a division, a rounding and a sum for each element. */
public final class ReorderedDynamicQuantize implements UnpackedKernel<DynamicQuantize> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<DynamicQuantize> op() {
        return DynamicQuantize.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public Prepared prepare(DynamicQuantize op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new Range();
    }

    /** A unit is a slice of elements. */
    private record Range() implements Prepared {
        private static final long UNIT = ElementKernel.UNIT;
        private static final double STEPS = 255;

        @Override
        public void begin(Operands operands) {
            float least = 0;
            float most = 0;
            long count = operands.inputElements(0);
            for (long i = 0; i < count; i++) {
                float x = operands.input(0).getAtIndex(ValueLayout.JAVA_FLOAT, i);
                least = Math.min(least, x);
                most = Math.max(most, x);
            }
            float scale = (float) ((most - least) / STEPS);
            double zero = scale == 0 ? 0 : Math.rint(-least / scale);
            operands.output(1).setAtIndex(ValueLayout.JAVA_FLOAT, 0, scale);
            Wholes.write(DType.U8, operands.output(2), 0, zero);
        }

        @Override
        public long units(Operands operands) {
            return (operands.outputElements(0) + UNIT - 1) / UNIT;
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            float scale = operands.output(1).getAtIndex(ValueLayout.JAVA_FLOAT, 0);
            int zero = Wholes.read(DType.U8, operands.output(2), 0);
            long last = Math.min(to * UNIT, operands.outputElements(0));
            for (long i = from * UNIT; i < last; i++) {
                float x = operands.input(0).getAtIndex(ValueLayout.JAVA_FLOAT, i);
                Wholes.write(DType.U8, operands.output(0), i, scale == 0 ? zero : Math.rint(x / scale) + zero);
            }
        }
    }
}
