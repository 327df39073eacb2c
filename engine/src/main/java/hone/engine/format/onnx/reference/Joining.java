package hone.engine.format.onnx.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Tensors put one behind another along an axis, and taken apart again. */
final class Joining implements Operator {
    @Override
    public Set<String> names() {
        return Set.of("Concat", "Split");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        if (call.operator().equals("Concat")) {
            long axis = call.whole("axis", 1);
            return List.of(concat(call, call.all(), Dims.axis(axis, call.in(0).rank())));
        }
        NdArray x = call.in(0);
        int axis = Dims.axis(call.whole("axis", 0), x.rank());
        int[] sizes = call.has(1)
                ? Dims.of(call.in(1).wholes())
                : call.wholes("split").map(Dims::of).orElseGet(() -> even(call, x.dim(axis)));
        if (Arrays.stream(sizes).asLongStream().sum() != x.dim(axis)
                || Arrays.stream(sizes).anyMatch(size -> size < 0)) {
            throw call.wrong("its parts of " + Arrays.toString(sizes) + " do not make " + x.dim(axis));
        }
        return split(x, axis, sizes);
    }

    /** Parts of the same size, the last one smaller where it does not come out even. */
    private static int[] even(Call call, int size) {
        int parts = Dims.of(call.whole("num_outputs", call.outputs()))[0];
        if (parts < 1 || parts > Math.max(size, call.outputs())) {
            throw call.wrong(parts + " parts of " + size);
        }
        call.room(parts);
        int each = (int) (((long) size + parts - 1) / parts);
        int[] sizes = new int[parts];
        Arrays.fill(sizes, each);
        sizes[parts - 1] = size - each * (parts - 1);
        return sizes;
    }

    static List<OnnxValue> split(NdArray x, int axis, int... sizes) {
        List<OnnxValue> parts = new ArrayList<>();
        int start = 0;
        for (int size : sizes) {
            parts.add(x.part(axis, start, start + size));
            start += size;
        }
        return parts;
    }

    static NdArray concat(Call call, List<NdArray> parts, int axis) {
        int[] dims = parts.getFirst().dims();
        int along = 0;
        for (NdArray part : parts) {
            if (part.rank() != dims.length
                    || !Arrays.equals(Dims.without(part.dims(), axis), Dims.without(dims, axis))
                    || part.type() != parts.getFirst().type()) {
                throw call.wrong(parts.getFirst() + " and " + part + " do not join along axis " + axis);
            }
            along += part.dim(axis);
        }
        int[] sizes = Dims.replaced(dims, axis, along);
        int outer = Dims.product(dims, 0, axis);
        int inner = Dims.product(dims, axis + 1, dims.length);
        Builder builder = new Builder(parts.getFirst().type(), Dims.count(sizes));
        for (int o = 0; o < outer; o++) {
            for (NdArray part : parts) {
                builder.append(part, o * part.dim(axis) * inner, part.dim(axis) * inner);
            }
        }
        return builder.build(sizes);
    }
}
