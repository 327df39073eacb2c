package hone.engine.format.onnx.reference;

import hone.engine.InvalidInput;
import hone.engine.format.onnx.proto.ElementType;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Convolutions of any number of spatial dimensions, in groups; those of quantized numbers are exact. */
final class Convolutions implements Operator {
    @Override
    public Set<String> names() {
        return Set.of("Conv", "ConvInteger", "QLinearConv");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        return List.of(
                switch (call.operator()) {
                    case "Conv" -> {
                        NdArray x = call.in(0);
                        double[] sums =
                                sums(call, x, call.in(1), x.reals(), call.in(1).reals());
                        call.optional(2).ifPresent(bias -> add(call, sums, bias));
                        yield result(call, x, call.in(1), sums, x.type());
                    }
                    case "ConvInteger" -> {
                        NdArray x = call.in(0);
                        double[] centred = less(x, call.has(2) ? call.in(2) : NdArray.zeros(x.type()), false);
                        double[] weights = less(call.in(1), call.has(3) ? call.in(3) : NdArray.zeros(x.type()), true);
                        yield result(call, x, call.in(1), sums(call, x, call.in(1), centred, weights), ElementType.I32);
                    }
                    default -> quantized(call);
                });
    }

    private static NdArray quantized(Call call) {
        NdArray x = call.in(0);
        NdArray w = call.in(3);
        double[] sums = sums(call, x, w, less(x, call.in(2), false), less(w, call.in(5), true));
        call.optional(8).ifPresent(bias -> add(call, sums, bias));
        NdArray weightScale = call.in(4);
        NdArray zero = call.in(7);
        int channels = w.dim(0);
        if (weightScale.count() != 1 && weightScale.count() != channels) {
            throw call.wrong("its scales are " + weightScale + " for " + channels + " outputs");
        }
        int positions = Windows.of(call, x, kernel(w)).positions();
        for (int i = 0; i < sums.length; i++) {
            int channel = i / positions % channels;
            double scale = call.in(1).real(0)
                    * weightScale.real(weightScale.count() == 1 ? 0 : channel)
                    / call.in(6).real(0);
            sums[i] = Rounding.saturated(zero.type(), Math.rint(sums[i] * scale) + zero.real(0));
        }
        return result(call, x, w, sums, zero.type());
    }

    /** Quantized numbers less their zero point; weights may have one for each output channel. */
    private static double[] less(NdArray x, NdArray zero, boolean channels) {
        if (zero.count() != 1 && (!channels || zero.count() != x.dim(0))) {
            throw new InvalidInput("a zero point does not fit", "", zero + " for " + x);
        }
        double[] out = x.reals();
        int each = zero.count() == 1 || !channels ? Math.max(1, out.length) : out.length / zero.count();
        for (int i = 0; i < out.length; i++) {
            out[i] -= zero.real(i / each);
        }
        return out;
    }

    private static int[] kernel(NdArray w) {
        return Arrays.copyOfRange(w.dims(), 2, w.rank());
    }

    private static NdArray result(Call call, NdArray x, NdArray w, double[] sums, ElementType type) {
        int[] sizes = x.dims();
        int[] output = Windows.of(call, x, kernel(w)).output();
        sizes[1] = w.dim(0);
        System.arraycopy(output, 0, sizes, 2, output.length);
        return NdArray.ofNumbers(type, sizes, sums);
    }

    private static void add(Call call, double[] sums, NdArray bias) {
        int channels = bias.count();
        int samples = call.in(0).dim(0);
        int outputs = call.in(call.operator().equals("Conv") ? 1 : 3).dim(0);
        if (channels != outputs) {
            throw call.wrong("its bias is " + bias + " for " + outputs + " outputs");
        }
        int positions = sums.length / Math.max(1, channels * samples);
        for (int i = 0; i < sums.length; i++) {
            sums[i] += bias.real(i / positions % channels);
        }
    }

    /** x // (samples, channels, spatial…), w // (outputs, channels / groups, window…). */
    private static double[] sums(Call call, NdArray x, NdArray w, double[] input, double[] weights) {
        Windows windows = Windows.of(call, x, kernel(w));
        int groups = (int) call.whole("group", 1);
        int outputs = w.dim(0);
        int depth = w.dim(1);
        if (groups < 1 || depth * groups != x.dim(1) || outputs % groups != 0) {
            throw call.wrong("weights " + w + " in " + groups + " groups do not fit " + x);
        }
        int plane = Dims.count(windows.input());
        int positions = windows.positions();
        int taps = windows.taps();
        double[] out = new double[Dims.count(x.dim(0), outputs, positions)];
        call.work(x.dim(0), outputs, positions, taps, depth + 1.0);
        for (int position = 0; position < positions; position++) {
            call.frame().stop().check("running the ONNX model");
            for (int tap = 0; tap < taps; tap++) {
                int offset = windows.offset(position, tap);
                if (offset < 0) {
                    continue;
                }
                for (int sample = 0; sample < x.dim(0); sample++) {
                    for (int output = 0; output < outputs; output++) {
                        int first = output / (outputs / groups) * depth;
                        double sum = 0;
                        for (int c = 0; c < depth; c++) {
                            sum += input[(sample * x.dim(1) + first + c) * plane + offset]
                                    * weights[(output * depth + c) * taps + tap];
                        }
                        out[(sample * outputs + output) * positions + position] += sum;
                    }
                }
            }
        }
        return out;
    }
}
