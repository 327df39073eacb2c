package hone.engine.format.onnx.reference;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Slice: bounds are attributes before version 10, inputs with steps from then on. */
final class Slicing implements Operator {
    @Override
    public Set<String> names() {
        return Set.of("Slice");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        NdArray x = call.in(0);
        boolean old = call.opset() < 10;
        long[] starts = old
                ? call.wholes("starts").orElseThrow(() -> call.wrong("it has no starts"))
                : call.in(1).wholes();
        long[] ends = old
                ? call.wholes("ends").orElseThrow(() -> call.wrong("it has no ends"))
                : call.in(2).wholes();
        long[] axes = (old ? call.wholes("axes") : call.optional(3).map(NdArray::wholes))
                .orElseGet(() -> first(starts.length));
        long[] steps = call.optional(4).map(NdArray::wholes).orElseGet(() -> ones(starts.length));
        if (ends.length != starts.length || axes.length != starts.length || steps.length != starts.length) {
            throw call.wrong(starts.length + " starts, " + ends.length + " ends, " + axes.length + " axes and "
                    + steps.length + " steps");
        }
        int[] sizes = x.dims();
        int[] strides = Dims.strides(x.dims());
        int[] moves = strides.clone();
        int start = 0;
        for (int i = 0; i < starts.length; i++) {
            int axis = Dims.axis(axes[i], x.rank());
            if (Arrays.stream(axes, 0, i).anyMatch(other -> Dims.axis(other, x.rank()) == axis)) {
                throw call.wrong("it names axis " + axis + " twice");
            }
            long step = steps[i];
            if (step == 0) {
                throw call.wrong("the step along axis " + axis + " is 0");
            }
            if (x.dim(axis) > 0) {
                Part part = Part.of(x.dim(axis), starts[i], ends[i], step);
                sizes[axis] = part.count;
                moves[axis] = (int) (step * strides[axis]);
                start += part.from * strides[axis];
            }
        }
        return List.of(x.picked(sizes, Dims.walk(sizes, moves, start)));
    }

    /** Which elements along an axis are taken: the first, and how many. */
    private record Part(int from, int count) {
        /** Bounds below 0 count from the end, and those beyond either end stop there. */
        static Part of(int size, long start, long end, long step) {
            long from = Math.clamp(start < 0 ? start + size : start, 0L, step < 0 ? size - 1L : size);
            long to = Math.clamp(end < 0 ? end + size : end, step < 0 ? -1L : 0L, (long) size);
            // A step may be as long as a number can be, so the way is divided before it is rounded up
            long way = step > 0 ? to - from - 1 : from - to - 1;
            return new Part((int) from, way < 0 ? 0 : (int) (step == Long.MIN_VALUE ? 1 : way / Math.abs(step) + 1));
        }
    }

    private static long[] first(int count) {
        long[] axes = new long[count];
        Arrays.setAll(axes, i -> i);
        return axes;
    }

    private static long[] ones(int count) {
        long[] ones = new long[count];
        Arrays.fill(ones, 1);
        return ones;
    }
}
