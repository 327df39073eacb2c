package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Unique: each element, or each slice along an axis, once; where it was first, which one stood where, and how many there were. */
final class UniqueOperator implements Operator {
    @Override
    public Set<String> names() {
        return Set.of("Unique");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        NdArray given = call.in(0);
        NdArray x = call.hasAttribute("axis") ? given : given.reshaped(given.count());
        if (x.rank() == 0) {
            throw call.wrong("its input is a scalar, which has no axes");
        }
        int axis = Dims.axis(call.whole("axis", 0), x.rank());
        List<List<Integer>> found = groups(call, x, axis);
        if (!call.flag("sorted", true)) {
            found.sort(Comparator.comparing(List::getFirst));
        }
        long[] inverse = new long[x.dim(axis)];
        for (int k = 0; k < found.size(); k++) {
            for (int i : found.get(k)) {
                inverse[i] = k;
            }
        }
        int[] firsts = found.stream().mapToInt(List::getFirst).toArray();
        long[] counts = found.stream().mapToLong(List::size).toArray();
        long[] places = Arrays.stream(firsts).asLongStream().toArray();
        return List.of(slices(x, axis, firsts), longs(places), longs(inverse), longs(counts));
    }

    /** Which slices are the same, in the order of what they hold. */
    private static List<List<Integer>> groups(Call call, NdArray x, int axis) {
        int length = x.dim(axis);
        int[] strides = Dims.strides(x.dims());
        call.room(length);
        double slices = 4.0 * x.count() / Math.max(1, length) + 10;
        call.work(length, 40 + slices * (Integer.SIZE - Integer.numberOfLeadingZeros(length)));
        int[] slice = Dims.walk(Dims.replaced(x.dims(), axis, 1), strides, 0);
        Comparator<Integer> order = (i, j) -> compare(x, slice, i * strides[axis], j * strides[axis]);
        TreeMap<Integer, List<Integer>> groups = new TreeMap<>(order);
        for (int i = 0; i < length; i++) {
            groups.computeIfAbsent(i, _ -> new ArrayList<>()).add(i);
        }
        return new ArrayList<>(groups.values());
    }

    /** These slices, one behind the other. */
    private static NdArray slices(NdArray x, int axis, int... firsts) {
        int[] strides = Dims.strides(x.dims());
        int[] sizes = Dims.replaced(x.dims(), axis, firsts.length);
        int[] steps = Dims.strides(sizes);
        int[] offsets = IntStream.range(0, Dims.count(sizes))
                .map(i -> {
                    int offset = firsts[i / steps[axis] % firsts.length] * strides[axis];
                    for (int d = 0; d < sizes.length; d++) {
                        offset += d == axis ? 0 : i / steps[d] % sizes[d] * strides[d];
                    }
                    return offset;
                })
                .toArray();
        return x.picked(sizes, offsets);
    }

    private static NdArray longs(long... values) {
        return NdArray.ofWholes(ElementType.I64, new int[] {values.length}, values);
    }

    private static int compare(NdArray x, int[] slice, int i, int j) {
        for (int offset : slice) {
            int order = Selection.compare(x, i + offset, j + offset);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
