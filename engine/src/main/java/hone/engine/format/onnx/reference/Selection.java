package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Elements chosen by truth values or by size. */
final class Selection implements Operator {
    /** An element is compared some twenty times while it is sorted among a million. */
    private static final int SORTING_STEPS = 200;

    @Override
    public Set<String> names() {
        return Set.of("Where", "NonZero", "Compress", "TopK");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        return switch (call.operator()) {
            case "Where" -> List.of(where(call.in(0), call.in(1), call.in(2)));
            case "NonZero" -> List.of(nonZero(call.in(0)));
            case "Compress" -> List.of(compress(call));
            default -> top(call);
        };
    }

    /** The order of two elements of one array; NaN is the largest. */
    static int compare(NdArray x, int i, int j) {
        if (x.type().isText()) {
            return x.text(i).compareTo(x.text(j));
        }
        return x.type().isReal()
                ? x.real(i) == x.real(j) ? 0 : Double.compare(x.real(i), x.real(j))
                : Comparisons.compare(x.type(), x.whole(i), x.whole(j));
    }

    private static NdArray where(NdArray condition, NdArray yes, NdArray no) {
        int[] dims = Dims.broadcast(condition.dims(), Dims.broadcast(yes.dims(), no.dims()));
        int[] asked = Dims.offsets(condition.dims(), dims);
        int[] left = Dims.offsets(yes.dims(), dims);
        int[] right = Dims.offsets(no.dims(), dims);
        Builder builder = new Builder(yes.type(), asked.length);
        for (int i = 0; i < asked.length; i++) {
            if (condition.truth(asked[i])) {
                builder.set(i, yes, left[i]);
            } else {
                builder.set(i, no, right[i]);
            }
        }
        return builder.build(dims);
    }

    /** Indices of what is not 0, one column each: (rank, found). */
    private static NdArray nonZero(NdArray x) {
        int[] found = IntStream.range(0, x.count()).filter(i -> x.truth(i)).toArray();
        int[] strides = Dims.strides(x.dims());
        long[] out = new long[x.rank() * found.length];
        for (int d = 0; d < x.rank(); d++) {
            for (int i = 0; i < found.length; i++) {
                out[d * found.length + i] = found[i] / strides[d] % x.dim(d);
            }
        }
        return NdArray.ofWholes(ElementType.I64, new int[] {x.rank(), found.length}, out);
    }

    private static NdArray compress(Call call) {
        NdArray given = call.in(0);
        NdArray x = call.hasAttribute("axis") ? given : given.reshaped(given.count());
        int axis = Dims.axis(call.whole("axis", 0), x.rank());
        NdArray condition = call.in(1);
        call.room(Math.min(condition.count(), x.dim(axis)));
        List<NdArray> kept = new ArrayList<>();
        for (int i = 0; i < Math.min(condition.count(), x.dim(axis)); i++) {
            if (condition.truth(i)) {
                kept.add(x.part(axis, i, i + 1));
            }
        }
        return kept.isEmpty() ? x.part(axis, 0, 0) : Joining.concat(call, kept, axis);
    }

    private static List<OnnxValue> top(Call call) {
        NdArray x = call.in(0);
        int axis = Dims.axis(call.whole("axis", -1), x.rank());
        int k = call.opset() < 10 ? (int) call.whole("k", 1) : (int) call.in(1).whole(0);
        boolean largest = call.flag("largest", true);
        int length = x.dim(axis);
        if (k < 0 || k > length) {
            throw call.wrong("the first " + k + " of " + length);
        }
        int[] sizes = Dims.replaced(x.dims(), axis, k);
        int inner = Dims.product(x.dims(), axis + 1, x.rank());
        int outer = Dims.product(x.dims(), 0, axis);
        int[] offsets = new int[Dims.count(sizes)];
        long[] indices = new long[offsets.length];
        call.work(x.count(), SORTING_STEPS);
        for (int row = 0; row < outer * inner; row++) {
            int start = row / inner * length * inner + row % inner;
            Comparator<Integer> order = (i, j) -> compare(x, start + i * inner, start + j * inner);
            List<Integer> sorted = IntStream.range(0, length)
                    .boxed()
                    .sorted(largest ? order.reversed() : order)
                    .toList();
            for (int i = 0; i < k; i++) {
                int to = row / inner * k * inner + i * inner + row % inner;
                offsets[to] = start + sorted.get(i) * inner;
                indices[to] = sorted.get(i);
            }
        }
        return List.of(x.picked(sizes, offsets), NdArray.ofWholes(ElementType.I64, sizes, indices));
    }
}
