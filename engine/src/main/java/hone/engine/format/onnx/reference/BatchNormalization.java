package hone.engine.format.onnx.reference;

import java.util.List;
import java.util.Set;

/** BatchNormalization with stored statistics, or with the batch's own: where {@code training_mode} says so, and before version 14
 * where the running statistics are wanted as outputs. */
final class BatchNormalization implements Operator {
    @Override
    public Set<String> names() {
        return Set.of("BatchNormalization");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        NdArray x = call.in(0);
        double[] mean = call.in(3).reals();
        double[] variance = call.in(4).reals();
        boolean training =
                call.opset() >= 14 ? call.flag("training_mode", false) : !call.flag("is_test", false) && call.wants(1);
        // Before version 9 each place could have statistics of its own
        boolean shared = call.opset() >= 9 || call.flag("spatial", true);
        int channels = x.rank() < 2 ? 1 : shared ? x.dim(1) : Dims.product(x.dims(), 1, x.rank());
        int plane = x.rank() > 2 && shared ? Dims.product(x.dims(), 2, x.rank()) : 1;
        for (int i = 1; i < 5; i++) {
            if (call.in(i).count() != channels) {
                throw call.wrong("its parameter " + i + " is " + call.in(i) + " where " + channels + " were due");
            }
        }
        NdArray oldMean = call.in(3);
        NdArray oldVariance = call.in(4);
        if (training) {
            statistics(x, channels, plane, mean, variance);
        }
        NdArray result = normalized(call, channels, plane, mean, variance);
        if (!training) {
            return List.of(result);
        }
        double momentum = call.real("momentum", 0.9f);
        NdArray runningMean = mixed(oldMean, mean, momentum);
        NdArray runningVariance = mixed(oldVariance, variance, momentum);
        // Before version 14 the batch's own statistics came behind the running ones
        return List.of(
                result,
                runningMean,
                runningVariance,
                NdArray.ofReals(oldMean.type(), oldMean.dims(), mean),
                NdArray.ofReals(oldVariance.type(), oldVariance.dims(), variance));
    }

    private static NdArray normalized(Call call, int channels, int plane, double[] mean, double[] variance) {
        NdArray x = call.in(0);
        NdArray scale = call.in(1);
        NdArray bias = call.in(2);
        double epsilon = call.real("epsilon", 1e-5f);
        double[] out = x.reals();
        for (int i = 0; i < out.length; i++) {
            int channel = i / plane % channels;
            out[i] = (out[i] - mean[channel]) / Math.sqrt(variance[channel] + epsilon) * scale.real(channel)
                    + bias.real(channel);
        }
        return NdArray.ofReals(x.type(), x.dims(), out);
    }

    private static NdArray mixed(NdArray old, double[] now, double momentum) {
        double[] out = old.reals();
        for (int i = 0; i < out.length; i++) {
            out[i] = out[i] * momentum + now[i] * (1 - momentum);
        }
        return NdArray.ofReals(old.type(), old.dims(), out);
    }

    private static void statistics(NdArray x, int channels, int plane, double[] mean, double[] variance) {
        double each = (double) x.count() / channels;
        java.util.Arrays.fill(mean, 0);
        java.util.Arrays.fill(variance, 0);
        for (int i = 0; i < x.count(); i++) {
            mean[i / plane % channels] += x.real(i) / each;
        }
        for (int i = 0; i < x.count(); i++) {
            double from = x.real(i) - mean[i / plane % channels];
            variance[i / plane % channels] += from * from / each;
        }
    }
}
