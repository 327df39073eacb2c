package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The largest, the mean or the norm of a window, or of a whole plane. */
final class Pooling implements Operator {
    @Override
    public Set<String> names() {
        return Set.of(
                "MaxPool", "AveragePool", "LpPool", "GlobalMaxPool", "GlobalAveragePool", "GlobalLpPool", "MaxUnpool");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        NdArray x = call.in(0);
        if (call.operator().equals("MaxUnpool")) {
            return List.of(unpool(call, x));
        }
        if (call.operator().startsWith("Global")) {
            int[] whole = Arrays.copyOfRange(x.dims(), 2, x.rank());
            int[] ones = whole.clone();
            Arrays.fill(ones, 1);
            int[] none = new int[whole.length];
            return pool(call, x, new Windows(whole, ones, whole, ones, ones, none, none));
        }
        int[] kernel =
                call.wholes("kernel_shape").map(Dims::of).orElseThrow(() -> call.wrong("it has no kernel_shape"));
        return pool(call, x, Windows.of(call, x, kernel));
    }

    private static List<OnnxValue> pool(Call call, NdArray x, Windows windows) {
        int plane = Dims.count(windows.input());
        int positions = windows.positions();
        int planes = x.dim(0) * x.dim(1);
        boolean columns = call.flag("storage_order", false);
        Reduction reduction = Reduction.of(call);
        double[] out = new double[Dims.count(planes, positions)];
        long[] places = new long[call.wants(1) ? out.length : 0];
        call.work(out.length, windows.taps(), places.length > 0 ? 16 : 8);
        for (int i = 0; i < out.length; i++) {
            int start = i / positions * plane;
            out[i] = reduction.value(x, start, windows, i % positions);
            if (places.length > 0) {
                int place = largest(x, start, windows, i % positions);
                places[i] = start + (columns ? byColumns(place, windows.input()) : place);
            }
        }
        int[] sizes = x.dims();
        System.arraycopy(windows.output(), 0, sizes, 2, sizes.length - 2);
        NdArray result = NdArray.ofNumbers(x.type(), sizes, out);
        return call.wants(1) ? List.of(result, NdArray.ofWholes(ElementType.I64, sizes, places)) : List.of(result);
    }

    /** How a window becomes one number. */
    private record Reduction(String operator, double p, boolean padded) {
        static Reduction of(Call call) {
            double p = call.opset() < 2 ? call.real("p", 2) : call.whole("p", 2);
            return new Reduction(call.operator(), p, call.flag("count_include_pad", false));
        }

        double value(NdArray x, int start, Windows windows, int position) {
            boolean powers = operator.endsWith("LpPool");
            double largest = Double.NEGATIVE_INFINITY;
            double sum = 0;
            int count = 0;
            for (int tap = 0; tap < windows.taps(); tap++) {
                int offset = windows.offset(position, tap);
                if (offset >= 0) {
                    double value = x.real(start + offset);
                    largest = value > largest || Double.isNaN(value) ? value : largest;
                    sum += powers ? Math.pow(Math.abs(value), p) : value;
                    count++;
                }
            }
            return switch (operator) {
                case "MaxPool", "GlobalMaxPool" -> largest;
                case "LpPool", "GlobalLpPool" -> Math.pow(sum, 1 / p);
                default -> sum / (padded ? windows.tapsInPadding(position) : count);
            };
        }
    }

    /** The offset of a window's largest element, -1 where all of it is padding. */
    private static int largest(NdArray x, int start, Windows windows, int position) {
        double largest = Double.NEGATIVE_INFINITY;
        int place = -1;
        for (int tap = 0; tap < windows.taps(); tap++) {
            int offset = windows.offset(position, tap);
            if (offset < 0) {
                continue;
            }
            double value = x.real(start + offset);
            if (place < 0 || value > largest || Double.isNaN(value)) {
                largest = value;
                place = offset;
            }
        }
        return place;
    }

    /** An offset where the first dimension, not the last, is contiguous. */
    private static long byColumns(int offset, int[] dims) {
        int[] strides = Dims.strides(dims);
        long other = 0;
        long scale = 1;
        for (int d = 0; d < dims.length; d++) {
            other += offset / strides[d] % dims[d] * scale;
            scale *= dims[d];
        }
        return other;
    }

    private static NdArray unpool(Call call, NdArray x) {
        int spatial = x.rank() - 2;
        int[] kernel =
                call.wholes("kernel_shape").map(Dims::of).orElseThrow(() -> call.wrong("it has no kernel_shape"));
        int[] strides = call.sizes("strides", spatial, 1);
        int[] pads = call.sizes("pads", 2 * spatial, 0);
        if (kernel.length != spatial || call.in(1).count() != x.count()) {
            throw call.wrong(
                    "indices " + call.in(1) + " and a window of " + kernel.length + " dimensions do not fit " + x);
        }
        int[] inferred = x.dims();
        for (int d = 0; d < spatial; d++) {
            long size = (x.dim(d + 2) - 1L) * strides[d] + kernel[d] - pads[d] - pads[spatial + d];
            inferred[d + 2] = Dims.of(size)[0];
        }
        long places = Dims.count(inferred);
        int[] sizes = call.has(2) ? Dims.of(call.in(2).wholes()) : inferred;
        if (sizes.length != x.rank()) {
            throw call.wrong("its output has " + sizes.length + " dimensions, its input " + x.rank());
        }
        int[] within = Dims.strides(inferred);
        int[] steps = Dims.strides(sizes);
        double[] out = new double[Dims.count(sizes)];
        for (int i = 0; i < x.count(); i++) {
            long given = call.in(1).whole(i);
            int place = (int) given;
            boolean inside = given >= 0 && given < places;
            int offset = 0;
            for (int d = 0; inside && d < sizes.length; d++) {
                int at = place / within[d] % inferred[d];
                inside = at < sizes[d];
                offset += at * steps[d];
            }
            if (!inside) {
                throw call.wrong("its index " + given + " lies outside of " + Arrays.toString(sizes));
            }
            out[offset] = x.real(i);
        }
        return NdArray.ofNumbers(x.type(), sizes, out);
    }
}
