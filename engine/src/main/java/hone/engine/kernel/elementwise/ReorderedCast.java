package hone.engine.kernel.elementwise;

import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.UnpackedKernel;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.elementwise.Cast;
import hone.engine.tensor.DType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** One number after the other, read as a double, which holds each of them exactly. */
public final class ReorderedCast implements UnpackedKernel<Cast> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<Cast> op() {
        return Cast.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public Prepared prepare(Cast op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        DType from = site.inputs().getFirst().dtype();
        return new ElementKernel.Slices((operands, first, last) -> {
            for (long i = first; i < last; i++) {
                write(op.to(), operands.output(0), i, read(from, operands.input(0), i));
            }
        });
    }

    private static double read(DType dtype, MemorySegment x, long i) {
        return switch (dtype) {
            case F32 -> x.getAtIndex(ValueLayout.JAVA_FLOAT, i);
            case I32 -> x.getAtIndex(ValueLayout.JAVA_INT, i);
            case I8 -> x.get(ValueLayout.JAVA_BYTE, i);
            case U8, BOOL -> Byte.toUnsignedInt(x.get(ValueLayout.JAVA_BYTE, i));
            default -> throw new IllegalStateException("no cast of " + dtype);
        };
    }

    private static void write(DType dtype, MemorySegment y, long i, double value) {
        switch (dtype) {
            case F32 -> y.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) value);
            case I32 -> y.setAtIndex(ValueLayout.JAVA_INT, i, (int) value);
            case I8, U8 -> y.set(ValueLayout.JAVA_BYTE, i, (byte) (int) value);
            case BOOL -> y.set(ValueLayout.JAVA_BYTE, i, (byte) (value != 0 ? 1 : 0));
            default -> throw new IllegalStateException("no cast to " + dtype);
        }
    }
}
