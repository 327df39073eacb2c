package hone.engine.kernel.quantization;

import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.UnpackedKernel;
import hone.engine.kernel.elementwise.ElementKernel;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.quantization.Quantize;
import hone.engine.tensor.DType;
import java.lang.foreign.ValueLayout;

/** A division, a rounding and a sum for each element. */
public final class ReorderedQuantize implements UnpackedKernel<Quantize> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<Quantize> op() {
        return Quantize.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public Prepared prepare(Quantize op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        DType dtype = site.inputs().get(2).dtype();
        return new ElementKernel.Slices((operands, from, to) -> {
            long count = operands.inputElements(1);
            long run = SliceOf.run(operands, op.axis());
            for (long i = from; i < to; i++) {
                long slice = SliceOf.index(i, count, run);
                float scale = operands.input(1).getAtIndex(ValueLayout.JAVA_FLOAT, slice);
                int zero = Wholes.read(dtype, operands.input(2), slice);
                float x = operands.input(0).getAtIndex(ValueLayout.JAVA_FLOAT, i);
                Wholes.write(dtype, operands.output(0), i, Math.rint(x / scale) + zero);
            }
        });
    }
}
