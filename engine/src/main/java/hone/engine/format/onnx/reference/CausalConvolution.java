package hone.engine.format.onnx.reference;

import java.util.List;
import java.util.Set;

/**
 * CausalConvWithState: each channel convolved by itself over what came before, of which the last elements are handed on. x // (batch,
 * channels, length), w // (channels, 1, window), state // (batch, channels, window - 1).
 */
final class CausalConvolution implements Operator {
    @Override
    public Set<String> names() {
        return Set.of("CausalConvWithState");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        NdArray x = call.in(0);
        NdArray w = call.in(1);
        if (x.rank() != 3 || w.rank() != 3 || w.dim(0) != x.dim(1) || w.dim(1) != 1 || w.dim(2) < 1) {
            throw call.wrong("weights " + w + " do not fit " + x);
        }
        if (call.has(2) && call.in(2).count() != x.dim(1)) {
            throw call.wrong("its bias is " + call.in(2) + " for " + x.dim(1) + " channels");
        }
        int window = w.dim(2);
        String activation = call.text("activation", "none");
        if (!Set.of("none", "silu", "swish").contains(activation)) {
            throw call.wrong("there is no activation \"" + activation + '"');
        }
        NdArray past = call.optional(3).orElseGet(() -> NdArray.zeros(x.type(), x.dim(0), x.dim(1), window - 1));
        NdArray all = Joining.concat(call, List.of(past, x), 2);
        if (all.dim(2) != x.dim(2) + window - 1) {
            throw call.wrong("its state " + past + " is not one less than its window of " + window);
        }
        double[] out = new double[x.count()];
        call.work(out.length, 5.0 * window + 30);
        for (int i = 0; i < out.length; i++) {
            int row = i / x.dim(2);
            int channel = row % x.dim(1);
            double sum = call.has(2) ? call.in(2).real(channel) : 0;
            for (int tap = 0; tap < window; tap++) {
                sum += all.real(row * all.dim(2) + i % x.dim(2) + tap) * w.real(channel * window + tap);
            }
            double rounded = Rounding.real(x.type(), sum);
            out[i] = activation.equals("none") ? rounded : rounded * UnaryMath.sigmoid(rounded);
        }
        return List.of(NdArray.ofReals(x.type(), x.dims(), out), all.part(2, x.dim(2), all.dim(2)));
    }
}
