package hone.engine.kernel.strided;

import hone.engine.kernel.Operands;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Rows of an output that are copies of the first input's elements, whatever their type. */
public final class StridedCopy {
    private StridedCopy() {}

    /** The row computation for elements of so many bytes: 1, 2, 4 or 8. */
    public static StridedRows.Row of(int bytes) {
        return (operands, y, a, step, b, bStep, c, cStep, count) -> copy(operands, bytes, y, a, step, count);
    }

    private static void copy(Operands operands, int bytes, long y, long a, long step, int count) {
        MemorySegment from = operands.input(0);
        MemorySegment to = operands.output(0);
        if (step == 1) {
            MemorySegment.copy(from, a * bytes, to, y * bytes, (long) count * bytes);
            return;
        }
        switch (bytes) {
            case Byte.BYTES -> {
                for (int i = 0; i < count; i++) {
                    to.set(ValueLayout.JAVA_BYTE, y + i, from.get(ValueLayout.JAVA_BYTE, a + i * step));
                }
            }
            case Integer.BYTES -> {
                for (int i = 0; i < count; i++) {
                    to.setAtIndex(ValueLayout.JAVA_INT, y + i, from.getAtIndex(ValueLayout.JAVA_INT, a + i * step));
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    MemorySegment.copy(from, (a + i * step) * bytes, to, (y + i) * bytes, bytes);
                }
            }
        }
    }
}
