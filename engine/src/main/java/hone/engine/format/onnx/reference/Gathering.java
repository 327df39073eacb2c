package hone.engine.format.onnx.reference;

import java.util.List;
import java.util.Set;

/** Elements picked by indices; negative ones count from behind. */
final class Gathering implements Operator {
    @Override
    public Set<String> names() {
        return Set.of("Gather", "GatherElements", "GatherND");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        NdArray x = call.in(0);
        NdArray indices = call.in(1);
        return List.of(
                switch (call.operator()) {
                    case "Gather" -> gather(call, x, indices, Dims.axis(call.whole("axis", 0), x.rank()));
                    case "GatherElements" -> elements(call, x, indices, Dims.axis(call.whole("axis", 0), x.rank()));
                    default -> nested(call, x, indices, (int) call.whole("batch_dims", 0));
                });
    }

    static int index(Call call, long index, int size) {
        long counted = index < 0 ? index + size : index;
        if (counted < 0 || counted >= size) {
            throw call.wrong("index " + index + " of " + size);
        }
        return (int) counted;
    }

    private static NdArray gather(Call call, NdArray x, NdArray indices, int axis) {
        int[] dims = x.dims();
        int outer = Dims.product(dims, 0, axis);
        int inner = Dims.product(dims, axis + 1, dims.length);
        int[] sizes = new int[dims.length - 1 + indices.rank()];
        System.arraycopy(dims, 0, sizes, 0, axis);
        System.arraycopy(indices.dims(), 0, sizes, axis, indices.rank());
        System.arraycopy(dims, axis + 1, sizes, axis + indices.rank(), dims.length - axis - 1);
        int[] offsets = new int[Dims.count(sizes)];
        int next = 0;
        for (int o = 0; o < outer; o++) {
            for (int k = 0; k < indices.count(); k++) {
                int start = (o * dims[axis] + index(call, indices.whole(k), dims[axis])) * inner;
                for (int i = 0; i < inner; i++) {
                    offsets[next++] = start + i;
                }
            }
        }
        return x.picked(sizes, offsets);
    }

    /** For every index, the element at its own place in all dimensions but one. */
    private static NdArray elements(Call call, NdArray x, NdArray indices, int axis) {
        return x.picked(indices.dims(), places(call, x, indices, axis));
    }

    /** Where in {@code x} each element of {@code indices} points. */
    static int[] places(Call call, NdArray x, NdArray indices, int axis) {
        boolean fits = indices.rank() == x.rank();
        for (int d = 0; fits && d < x.rank(); d++) {
            fits = d == axis || indices.dim(d) <= x.dim(d);
        }
        if (!fits) {
            throw call.wrong("indices " + indices + " along axis " + axis + " do not fit " + x);
        }
        int[] strides = Dims.strides(x.dims());
        int[] others = strides.clone();
        others[axis] = 0;
        int[] offsets = Dims.walk(indices.dims(), others, 0);
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] += index(call, indices.whole(i), x.dim(axis)) * strides[axis];
        }
        return offsets;
    }

    /** How many dimensions each tuple of indices names, after those that indices and x share. */
    static int depth(Call call, NdArray x, NdArray indices, int batchDims) {
        int depth = indices.dim(indices.rank() - 1);
        boolean fits = batchDims >= 0 && batchDims < indices.rank() && batchDims + depth <= x.rank();
        for (int d = 0; fits && d < batchDims; d++) {
            fits = indices.dim(d) == x.dim(d) && x.dim(d) > 0;
        }
        if (!fits) {
            throw call.wrong("indices " + indices + " with " + batchDims + " dimensions in front do not fit " + x);
        }
        return depth;
    }

    private static NdArray nested(Call call, NdArray x, NdArray indices, int batchDims) {
        int depth = depth(call, x, indices, batchDims);
        int[] strides = Dims.strides(x.dims());
        int inner = Dims.product(x.dims(), batchDims + depth, x.rank());
        int tuples = depth == 0 ? Dims.product(indices.dims(), 0, indices.rank() - 1) : indices.count() / depth;
        int batches = Dims.product(x.dims(), 0, batchDims);
        int batchStride = x.count() / Math.max(batches, 1);
        int[] sizes = new int[indices.rank() - 1 + x.rank() - batchDims - depth];
        System.arraycopy(indices.dims(), 0, sizes, 0, indices.rank() - 1);
        System.arraycopy(x.dims(), batchDims + depth, sizes, indices.rank() - 1, x.rank() - batchDims - depth);
        int[] offsets = new int[tuples * inner];
        for (int t = 0; t < tuples; t++) {
            int start = t / (tuples / batches) * batchStride;
            for (int d = 0; d < depth; d++) {
                start += index(call, indices.whole(t * depth + d), x.dim(batchDims + d)) * strides[batchDims + d];
            }
            for (int i = 0; i < inner; i++) {
                offsets[t * inner + i] = start + i;
            }
        }
        return x.picked(sizes, offsets);
    }
}
