package hone.engine.kernel.shape;

import hone.engine.InvalidInput;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.UnpackedKernel;
import hone.engine.kernel.strided.StridedGrid;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.shape.Gather;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** One copy for each index. All indices are looked at before the first copy: a wrong one is refused and nothing is written. */
public final class CopyGather implements UnpackedKernel<Gather> {
    @Override
    public String id() {
        return "copy";
    }

    @Override
    public Class<Gather> op() {
        return Gather.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    /** An element moved is one unit of work. */
    @Override
    public long work(Gather op, Site site) {
        return site.outputs().getFirst().maxShape().elements();
    }

    @Override
    public Prepared prepare(Gather op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new Slices(
                site.node(), op.axis(), site.inputs().getFirst().dtype().bytes());
    }

    /** A unit is one slice of one place in the dimensions before the axis. */
    private record Slices(String node, int axis, int bytes) implements Prepared {
        @Override
        public void begin(Operands operands) {
            long size = operands.inputSize(0, axis);
            long count = operands.inputElements(Gather.INDICES);
            for (long i = 0; i < count; i++) {
                int index = operands.input(Gather.INDICES).getAtIndex(ValueLayout.JAVA_INT, i);
                if (index < -size || index >= size) {
                    throw new InvalidInput(
                            "an index names no slice of the value",
                            node,
                            "index " + index + " at place " + i + ", there are " + size + " slices");
                }
            }
        }

        @Override
        public long units(Operands operands) {
            long outer = operands.outputElements(0) == 0 ? 0 : 1;
            for (int d = 0; d < axis; d++) {
                outer *= operands.inputSize(0, d);
            }
            return outer * operands.inputElements(Gather.INDICES);
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            long size = operands.inputSize(0, axis);
            long slice = StridedGrid.stride(operands, 0, axis) * bytes;
            long indices = operands.inputElements(Gather.INDICES);
            for (long unit = from; unit < to; unit++) {
                long index = operands.input(Gather.INDICES).getAtIndex(ValueLayout.JAVA_INT, unit % indices);
                long row = unit / indices * size + (index < 0 ? index + size : index);
                MemorySegment.copy(operands.input(0), row * slice, operands.output(0), unit * slice, slice);
            }
        }
    }
}
