package hone.engine.format.onnx.reference;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Pad: how much is an attribute before version 11, an input from then on; negative amounts cut off. */
final class Padding implements Operator {
    @Override
    public Set<String> names() {
        return Set.of("Pad");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        NdArray x = call.in(0);
        String mode = call.text("mode", "constant");
        int[] given = call.opset() < 11
                ? call.wholes(call.opset() < 2 ? "paddings" : "pads")
                        .map(Dims::of)
                        .orElseThrow(() -> call.wrong("it has no pads"))
                : Dims.of(call.in(1).wholes());
        NdArray fill = call.opset() < 11
                ? NdArray.scalar(x.type(), call.real("value", 0))
                : call.optional(2).orElseGet(() -> NdArray.zeros(x.type(), 1));
        int[] axes = call.opset() >= 18 && call.has(3)
                ? Arrays.stream(call.in(3).wholes())
                        .mapToInt(axis -> Dims.axis(axis, x.rank()))
                        .toArray()
                : first(x.rank());
        if (given.length != 2 * axes.length) {
            throw call.wrong(given.length + " pads for " + axes.length + " dimensions");
        }
        int[] before = new int[x.rank()];
        int[] sizes = x.dims();
        for (int i = 0; i < axes.length; i++) {
            before[axes[i]] = given[i];
            sizes[axes[i]] = Dims.of((long) sizes[axes[i]] + given[i] + given[axes.length + i])[0];
        }
        return List.of(pad(call, x, before, sizes, mode, fill));
    }

    private static int[] first(int count) {
        int[] axes = new int[count];
        Arrays.setAll(axes, i -> i);
        return axes;
    }

    static NdArray pad(Call call, NdArray x, int[] before, int[] sizes, String mode, NdArray fill) {
        int[] offsets = new int[Dims.count(sizes)];
        if (mode.equals("constant") ? fill.count() == 0 : offsets.length > 0 && x.count() == 0) {
            throw call.wrong(x + " has nothing to fill " + Arrays.toString(sizes) + " with");
        }
        int[] strides = Dims.strides(x.dims());
        int[] steps = Dims.strides(sizes);
        for (int i = 0; i < offsets.length; i++) {
            int offset = 0;
            for (int d = 0; d < sizes.length && offset >= 0; d++) {
                int at = source(call, (long) (i / steps[d] % sizes[d]) - before[d], x.dim(d), mode);
                offset = at < 0 ? -1 : offset + at * strides[d];
            }
            offsets[i] = offset;
        }
        return x.picked(sizes, offsets, fill);
    }

    private static int source(Call call, long at, int size, String mode) {
        return switch (mode) {
            case "constant" -> at < 0 || at >= size ? -1 : (int) at;
            case "edge" -> Math.clamp(at, 0, size - 1);
            case "wrap" -> Math.floorMod(at, size);
            case "reflect" -> reflected(at, size);
            default -> throw call.wrong("there is no mode \"" + mode + '"');
        };
    }

    /** As in a mirror at the middle of the outermost elements. */
    static int reflected(long at, int size) {
        if (size == 1) {
            return 0;
        }
        long around = Math.floorMod(at, 2L * (size - 1));
        return (int) (around < size ? around : 2L * (size - 1) - around);
    }
}
