package hone.engine.kernel.shape;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.UnpackedKernel;
import hone.engine.kernel.strided.StridedGrid;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.shape.Pad;
import hone.engine.tensor.DType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Row after row of the result: what the input has of it is one copy, and the rest is found element by element. */
public final class ReorderedPad implements UnpackedKernel<Pad> {
    private static final ValueLayout.OfInt BITS = ValueLayout.JAVA_INT;

    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<Pad> op() {
        return Pad.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    /** An element moved is one unit of work. */
    @Override
    public long work(Pad op, Site site) {
        return site.outputs().getFirst().maxShape().elements();
    }

    @Override
    public Prepared prepare(Pad op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new Rows(op, bits(op, site));
    }

    /** Elements are moved as their bits, whatever their type. */
    private static int bits(Pad op, Site site) {
        return site.inputs().getFirst().dtype() == DType.I32
                ? (int) op.value()
                : Float.floatToRawIntBits((float) op.value());
    }

    /** A unit is a row of the result: its last dimension. */
    private record Rows(Pad op, int value) implements Prepared {
        @Override
        public long units(Operands operands) {
            int rank = operands.outputRank(0);
            long row = rank == 0 ? 1 : operands.outputSize(0, rank - 1);
            return row == 0 ? 0 : operands.outputElements(0) / row;
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            int last = operands.outputRank(0) - 1;
            long row = last < 0 ? 1 : operands.outputSize(0, last);
            for (long unit = from; unit < to; unit++) {
                long start = start(operands, unit, last);
                if (last < 0) {
                    operands.output(0).setAtIndex(BITS, 0, operands.input(0).getAtIndex(BITS, 0));
                } else if (start < 0) {
                    fill(operands.output(0), unit * row, row);
                } else {
                    row(operands, start, unit * row, row, last);
                }
            }
        }

        /** Where the input has the row that a row of the result is made of; -1 where it is all padding. */
        private long start(Operands operands, long unit, int last) {
            long rest = unit;
            long start = 0;
            for (int d = last - 1; d >= 0; d--) {
                long at = source(rest % operands.outputSize(0, d) - op.before().get(d), operands.inputSize(0, d));
                rest /= operands.outputSize(0, d);
                if (at < 0) {
                    return -1;
                }
                start += at * StridedGrid.stride(operands, 0, d);
            }
            return start;
        }

        private void row(Operands operands, long start, long y, long row, int last) {
            MemorySegment x = operands.input(0);
            MemorySegment out = operands.output(0);
            long size = operands.inputSize(0, last);
            long before = op.before().get(last);
            long first = Math.clamp(before, 0, row);
            long end = Math.clamp(before + size, first, row);
            for (long i = 0; i < first; i++) {
                put(x, start, size, out, y, i, before);
            }
            MemorySegment.copy(
                    x,
                    (start + first - before) * Integer.BYTES,
                    out,
                    (y + first) * Integer.BYTES,
                    (end - first) * Integer.BYTES);
            for (long i = end; i < row; i++) {
                put(x, start, size, out, y, i, before);
            }
        }

        private void put(MemorySegment x, long start, long size, MemorySegment out, long y, long i, long before) {
            long at = source(i - before, size);
            out.setAtIndex(BITS, y + i, at < 0 ? value : x.getAtIndex(BITS, start + at));
        }

        private void fill(MemorySegment out, long y, long row) {
            for (long i = 0; i < row; i++) {
                out.setAtIndex(BITS, y + i, value);
            }
        }

        /** The place in the input; -1 for the padding's own number. */
        private long source(long at, long size) {
            if (at >= 0 && at < size) {
                return at;
            }
            return switch (op.mode()) {
                case CONSTANT -> -1;
                case EDGE -> Math.clamp(at, 0, size - 1);
                case WRAP -> Math.floorMod(at, size);
                case REFLECT -> {
                    long around = size == 1 ? 0 : Math.floorMod(at, 2 * (size - 1));
                    yield around < size ? around : 2 * (size - 1) - around;
                }
            };
        }
    }
}
