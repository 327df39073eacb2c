package hone.engine.kernel.quantization;

import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.UnpackedKernel;
import hone.engine.kernel.elementwise.ElementKernel;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.quantization.Dequantize;
import hone.engine.tensor.DType;
import java.lang.foreign.ValueLayout;

/** A difference and a product for each element. */
public final class ReorderedDequantize implements UnpackedKernel<Dequantize> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<Dequantize> op() {
        return Dequantize.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public Prepared prepare(Dequantize op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        DType dtype = site.inputs().get(0).dtype();
        return new ElementKernel.Slices((operands, from, to) -> {
            long count = operands.inputElements(1);
            long run = SliceOf.run(operands, op.axis());
            for (long i = from; i < to; i++) {
                long slice = SliceOf.index(i, count, run);
                float scale = operands.input(1).getAtIndex(ValueLayout.JAVA_FLOAT, slice);
                long steps =
                        (long) Wholes.read(dtype, operands.input(0), i) - Wholes.read(dtype, operands.input(2), slice);
                operands.output(0).setAtIndex(ValueLayout.JAVA_FLOAT, i, steps * scale);
            }
        });
    }
}
