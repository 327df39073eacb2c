package hone.engine.format.onnx.reference;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** CenterCropPad: sizes reached by cutting off or filling up as much on both sides; what is odd goes to the end. */
final class CentredPadding implements Operator {
    @Override
    public Set<String> names() {
        return Set.of("CenterCropPad");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        NdArray x = call.in(0);
        int[] wanted = Dims.of(call.in(1).wholes());
        int[] all = new int[x.rank()];
        Arrays.setAll(all, i -> i);
        int[] axes = call.wholes("axes")
                .map(given -> Arrays.stream(given)
                        .mapToInt(axis -> Dims.axis(axis, x.rank()))
                        .toArray())
                .orElse(all);
        if (wanted.length != axes.length) {
            throw call.wrong(wanted.length + " sizes for " + axes.length + " axes");
        }
        int[] sizes = x.dims();
        int[] before = new int[x.rank()];
        for (int i = 0; i < axes.length; i++) {
            int size = x.dim(axes[i]);
            before[axes[i]] = wanted[i] > size ? (wanted[i] - size) / 2 : -((size - wanted[i]) / 2);
            sizes[axes[i]] = wanted[i];
        }
        return List.of(Padding.pad(call, x, before, sizes, "constant", NdArray.zeros(x.type(), 1)));
    }
}
