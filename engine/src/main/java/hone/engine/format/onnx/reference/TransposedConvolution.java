package hone.engine.format.onnx.reference;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** ConvTranspose: every input element adds its window of weights to the output. */
final class TransposedConvolution implements Operator {
    @Override
    public Set<String> names() {
        return Set.of("ConvTranspose");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        NdArray x = call.in(0); // (samples, channels, spatial…)
        NdArray w = call.in(1); // (channels, outputs / groups, window…)
        int spatial = x.rank() - 2;
        int[] kernel = Arrays.copyOfRange(w.dims(), 2, w.rank());
        int[] input = Arrays.copyOfRange(x.dims(), 2, x.rank());
        int[] strides = call.sizes("strides", spatial, 1);
        int[] dilations = call.sizes("dilations", spatial, 1);
        int[] before = new int[spatial];
        int parts = (int) call.whole("group", 1);
        requireFit(call, x, w, parts);
        int[] output = output(call, input, kernel, strides, dilations, before);
        // Forward, the output is the input of a convolution with this one's window
        Windows windows = new Windows(output, input, kernel, strides, dilations, before, before);
        double[] sums = sums(call, x, w, parts, windows);
        int outputs = w.dim(1) * parts;
        int plane = Dims.count(output);
        if (call.has(2)) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += call.in(2).real(i / plane % outputs);
            }
        }
        int[] sizes = x.dims();
        sizes[1] = outputs;
        System.arraycopy(output, 0, sizes, 2, spatial);
        return List.of(NdArray.ofReals(x.type(), sizes, sums));
    }

    private static void requireFit(Call call, NdArray x, NdArray w, int parts) {
        if (w.rank() != x.rank() || w.dim(0) != x.dim(1) || parts < 1 || x.dim(1) % parts != 0 || x.dim(1) == 0) {
            throw call.wrong("weights " + w + " in " + parts + " groups do not fit " + x);
        }
        if (call.has(2) && call.in(2).count() != w.dim(1) * parts) {
            throw call.wrong("its bias is " + call.in(2) + " for " + w.dim(1) * parts + " outputs");
        }
    }

    /** (samples, outputs, plane): what all inputs add to each output. */
    private static double[] sums(Call call, NdArray x, NdArray w, int parts, Windows windows) {
        int each = w.dim(1);
        int outputs = each * parts;
        int depth = x.dim(1) / parts;
        int plane = Dims.count(windows.input());
        int taps = windows.taps();
        int positions = windows.positions();
        double[] sums = new double[Dims.count(x.dim(0), outputs, plane)];
        double[] weights = w.reals();
        call.work(x.dim(0), x.dim(1), positions, taps, each + 1.0);
        for (int position = 0; position < positions; position++) {
            for (int tap = 0; tap < taps; tap++) {
                int offset = windows.offset(position, tap);
                for (int i = 0; offset >= 0 && i < x.dim(0) * x.dim(1); i++) {
                    int channel = i % x.dim(1);
                    double value = x.real(i * positions + position);
                    int first = i / x.dim(1) * outputs + channel / depth * each;
                    for (int o = 0; o < each; o++) {
                        sums[(first + o) * plane + offset] += value * weights[(channel * each + o) * taps + tap];
                    }
                }
            }
        }
        return sums;
    }

    /** The output's spatial sizes; fills in the padding in front. */
    private static int[] output(Call call, int[] input, int[] kernel, int[] strides, int[] dilations, int[] before) {
        int spatial = input.length;
        int[] extra = call.sizes("output_padding", spatial, 0);
        int[] pads = call.sizes("pads", 2 * spatial, 0);
        String auto = call.text("auto_pad", "NOTSET");
        Optional<int[]> wanted = call.wholes("output_shape")
                .map(Dims::of)
                .map(sizes -> Arrays.copyOfRange(sizes, Math.max(0, sizes.length - spatial), sizes.length));
        if (wanted.isPresent() && wanted.get().length != spatial) {
            throw call.wrong(
                    "its output_shape is " + Arrays.toString(wanted.get()) + " for " + spatial + " dimensions");
        }
        int[] output = new int[spatial];
        for (int d = 0; d < spatial; d++) {
            if (strides[d] < 1 || dilations[d] < 1 || kernel[d] < 1) {
                throw call.wrong("its strides, dilations and window must be at least 1");
            }
            long full = (long) strides[d] * (input[d] - 1L) + extra[d] + (kernel[d] - 1L) * dilations[d] + 1;
            if (wanted.isEmpty() && !auto.startsWith("SAME")) {
                before[d] = auto.equals("VALID") ? 0 : pads[d];
                output[d] = Dims.of(full - before[d] - (auto.equals("VALID") ? 0 : pads[spatial + d]))[0];
                continue;
            }
            output[d] = wanted.isPresent() ? wanted.get()[d] : Dims.of((long) input[d] * strides[d])[0];
            int padding = Dims.of(Math.max(0, full - output[d]))[0];
            before[d] = auto.equals("SAME_UPPER") ? padding / 2 : padding - padding / 2;
        }
        return output;
    }
}
