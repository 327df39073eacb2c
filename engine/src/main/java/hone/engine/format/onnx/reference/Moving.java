package hone.engine.format.onnx.reference;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The same elements in another order, or repeated. */
final class Moving implements Operator {
    @Override
    public Set<String> names() {
        return Set.of("Transpose", "Expand", "Tile", "DepthToSpace", "SpaceToDepth", "ReverseSequence");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        NdArray x = call.in(0);
        return List.of(
                switch (call.operator()) {
                    case "Transpose" -> transpose(call, x);
                    case "Expand" ->
                        x.spread(Dims.broadcast(x.dims(), Dims.of(call.in(1).wholes())));
                    case "Tile" -> tile(x, repeats(call, x));
                    case "DepthToSpace" -> depthToSpace(call, x);
                    case "SpaceToDepth" -> spaceToDepth(call, x);
                    default -> reverse(call, x);
                });
    }

    private static NdArray transpose(Call call, NdArray x) {
        int[] order = new int[x.rank()];
        for (int i = 0; i < order.length; i++) {
            order[i] = order.length - 1 - i;
        }
        int[] wanted = call.wholes("perm").map(Dims::of).orElse(order);
        int[] sorted = wanted.clone();
        Arrays.sort(sorted);
        for (int i = 0; i < Math.max(sorted.length, x.rank()); i++) {
            if (sorted.length != x.rank() || sorted[i] != i) {
                throw call.wrong("perm is " + Arrays.toString(wanted) + " for " + x.rank() + " dimensions");
            }
        }
        return x.transposed(wanted);
    }

    /** Until version 6 the repetitions of one axis came as two scalars. */
    private static int[] repeats(Call call, NdArray x) {
        if (call.opset() < 6) {
            int[] repeats = new int[x.rank()];
            Arrays.fill(repeats, 1);
            if (call.in(1).count() != 1 || call.in(2).count() != 1 || x.rank() == 0) {
                throw call.wrong("repetitions " + call.in(1) + " along axis " + call.in(2) + " of " + x);
            }
            repeats[Dims.axis(call.in(2).whole(0), x.rank())] =
                    Dims.of(call.in(1).whole(0))[0];
            return repeats;
        }
        int[] repeats = Dims.of(call.in(1).wholes());
        if (repeats.length != x.rank()) {
            throw call.wrong(repeats.length + " repetitions for " + x.rank() + " dimensions");
        }
        return repeats;
    }

    /** Each dimension becomes two, the outer one repeated with a step of 0. */
    private static NdArray tile(NdArray x, int... repeats) {
        int[] strides = Dims.strides(x.dims());
        int[] pairs = new int[2 * x.rank()];
        int[] steps = new int[2 * x.rank()];
        int[] sizes = new int[x.rank()];
        for (int i = 0; i < x.rank(); i++) {
            pairs[2 * i] = repeats[i];
            pairs[2 * i + 1] = x.dim(i);
            steps[2 * i + 1] = strides[i];
            sizes[i] = Dims.of((long) repeats[i] * x.dim(i))[0];
        }
        Dims.count(sizes);
        return x.picked(sizes, Dims.walk(pairs, steps, 0));
    }

    private static NdArray depthToSpace(Call call, NdArray x) {
        int block = (int) call.whole("blocksize", 1);
        if (block < 1 || block > 1 << 15 || x.dim(1) % (block * block) != 0) {
            throw call.wrong("blocks of " + block + " do not fit " + x);
        }
        int depth = x.dim(1) / (block * block);
        boolean columnsFirst = call.text("mode", "DCR").equals("CRD");
        NdArray parts = columnsFirst
                ? x.reshaped(x.dim(0), depth, block, block, x.dim(2), x.dim(3)).transposed(0, 1, 4, 2, 5, 3)
                : x.reshaped(x.dim(0), block, block, depth, x.dim(2), x.dim(3)).transposed(0, 3, 4, 1, 5, 2);
        return parts.reshaped(x.dim(0), depth, x.dim(2) * block, x.dim(3) * block);
    }

    private static NdArray spaceToDepth(Call call, NdArray x) {
        int block = (int) call.whole("blocksize", 1);
        if (block < 1 || x.dim(2) % block != 0 || x.dim(3) % block != 0) {
            throw call.wrong("blocks of " + block + " do not fit " + x);
        }
        int high = x.dim(2) / block;
        int wide = x.dim(3) / block;
        NdArray parts = x.reshaped(x.dim(0), x.dim(1), high, block, wide, block);
        boolean columnsFirst = call.text("mode", "DCR").equals("CRD");
        return (columnsFirst ? parts.transposed(0, 1, 3, 5, 2, 4) : parts.transposed(0, 3, 5, 1, 2, 4))
                .reshaped(x.dim(0), x.dim(1) * block * block, high, wide);
    }

    private static NdArray reverse(Call call, NdArray x) {
        int batch = (int) call.whole("batch_axis", 1);
        int time = (int) call.whole("time_axis", 0);
        NdArray lengths = call.in(1);
        if (Math.min(batch, time) != 0 || Math.max(batch, time) != 1 || lengths.count() != x.dim(batch)) {
            throw call.wrong(
                    "lengths " + lengths + " along axis " + time + " of batch axis " + batch + " do not fit " + x);
        }
        int[] strides = Dims.strides(x.dims());
        int[] offsets = Dims.walk(x.dims(), strides, 0);
        for (int i = 0; i < offsets.length; i++) {
            int at = i / strides[time] % x.dim(time);
            int length = (int) lengths.whole(i / strides[batch] % x.dim(batch));
            if (length < 0 || length > x.dim(time)) {
                throw call.wrong("a length of " + length + " of " + x.dim(time));
            }
            if (at < length) {
                offsets[i] += (length - 1 - 2 * at) * strides[time];
            }
        }
        return x.picked(x.dims(), offsets);
    }
}
