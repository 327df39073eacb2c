package hone.engine.format.onnx.reference;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * DeformConv: a convolution whose window's elements lie where offsets move them, read by linear interpolation. x // (samples,
 * channels, spatial…), w // (outputs, channels / groups, window…), offset // (samples, offset groups·taps·dimensions, output…).
 */
final class DeformableConvolution implements Operator {
    @Override
    public Set<String> names() {
        return Set.of("DeformConv");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        NdArray x = call.in(0);
        NdArray w = call.in(1);
        NdArray offset = call.in(2);
        if (w.rank() != x.rank() || offset.rank() != x.rank() || x.rank() < 3) {
            throw call.wrong("weights " + w + " and offsets " + offset + " do not fit " + x);
        }
        Windows windows = Windows.of(call, x, Arrays.copyOfRange(w.dims(), 2, w.rank()));
        int groups = (int) call.whole("group", 1);
        int offsetGroups = (int) call.whole("offset_group", 1);
        requireFit(call, windows, groups, offsetGroups);
        call.work(x.dim(0), w.dim(0), windows.positions(), windows.taps(), 4.0 * w.dim(1) + 1);
        double[] samples = samples(call, x, offset, windows, offsetGroups);
        int[] sizes = x.dims();
        sizes[1] = w.dim(0);
        System.arraycopy(windows.output(), 0, sizes, 2, x.rank() - 2);
        return List.of(NdArray.ofReals(x.type(), sizes, sums(call, samples, windows, groups, Dims.count(sizes))));
    }

    private static void requireFit(Call call, Windows windows, int groups, int offsetGroups) {
        NdArray x = call.in(0);
        NdArray w = call.in(1);
        NdArray offset = call.in(2);
        int channels = x.dim(1);
        if (groups < 1
                || offsetGroups < 1
                || (long) w.dim(1) * groups != channels
                || w.dim(0) % groups != 0
                || channels % offsetGroups != 0
                || offset.dim(0) != x.dim(0)
                || offset.dim(1) != (long) offsetGroups * windows.taps() * (x.rank() - 2)
                || !Arrays.equals(Arrays.copyOfRange(offset.dims(), 2, offset.rank()), windows.output())) {
            throw call.wrong("weights " + w + " and offsets " + offset + " in " + groups + " and " + offsetGroups
                    + " groups do not fit " + x);
        }
        if (call.has(3) && call.in(3).count() != w.dim(0)) {
            throw call.wrong("its bias is " + call.in(3) + " for " + w.dim(0) + " outputs");
        }
    }

    /** The products of samples and weights, summed; so many outputs // (samples, outputs, positions). */
    private static double[] sums(Call call, double[] samples, Windows windows, int groups, int count) {
        NdArray w = call.in(1);
        int channels = call.in(0).dim(1);
        int positions = windows.positions();
        int taps = windows.taps();
        double[] out = new double[count];
        for (int i = 0; i < out.length; i++) {
            int output = i / positions % w.dim(0);
            int sample = i / positions / w.dim(0);
            int first = output / (w.dim(0) / groups) * w.dim(1);
            double sum = call.has(3) ? call.in(3).real(output) : 0;
            for (int c = 0; c < w.dim(1); c++) {
                for (int tap = 0; tap < taps; tap++) {
                    sum += samples[((sample * channels + first + c) * taps + tap) * positions + i % positions]
                            * w.real((output * w.dim(1) + c) * taps + tap);
                }
            }
            out[i] = sum;
        }
        return out;
    }

    /** What lies under each element of the window // (samples, channels, taps, positions). */
    private static double[] samples(Call call, NdArray x, NdArray offset, Windows windows, int offsetGroups) {
        int spatial = windows.input().length;
        int channels = x.dim(1);
        int taps = windows.taps();
        int positions = windows.positions();
        int plane = Dims.count(windows.input());
        Interpolation reading = Interpolation.linear(windows.input());
        double[] out = new double[Dims.count(x.dim(0), channels, taps, positions)];
        call.work(out.length, reading.steps());
        if (call.has(4) && call.in(4).count() != x.dim(0) * offsetGroups * taps * positions) {
            throw call.wrong("its mask is " + call.in(4));
        }
        for (int i = 0; i < out.length; i++) {
            int position = i % positions;
            int tap = i / positions % taps;
            int row = i / positions / taps;
            int group = (row / channels * offsetGroups + row % channels / (channels / offsetGroups)) * taps + tap;
            double[] place = new double[spatial];
            int restPosition = position;
            int restTap = tap;
            for (int d = spatial - 1; d >= 0; d--) {
                place[d] = restPosition % windows.output()[d] * windows.strides()[d]
                        + restTap % windows.kernel()[d] * windows.dilations()[d]
                        - windows.before()[d]
                        + offset.real((group * spatial + d) * positions + position);
                restPosition /= windows.output()[d];
                restTap /= windows.kernel()[d];
            }
            double mask = call.has(4) ? call.in(4).real(group * positions + position) : 1;
            out[i] = reading.at(x, row * plane, place) * mask;
        }
        return out;
    }
}
