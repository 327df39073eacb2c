package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Rows brought to mean 0 and variance 1, whatever a row is: an instance, a group, a layer. */
final class Normalizations implements Operator {
    @Override
    public Set<String> names() {
        return Set.of(
                "LayerNormalization",
                "RMSNormalization",
                "InstanceNormalization",
                "GroupNormalization",
                "MeanVarianceNormalization",
                "LRN");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        NdArray x = call.in(0);
        return switch (call.operator()) {
            case "LayerNormalization", "RMSNormalization" -> layer(call, x);
            case "InstanceNormalization" -> List.of(grouped(call, x, x.dim(1)));
            case "GroupNormalization" -> List.of(grouped(call, x, (int) call.whole("num_groups", 1)));
            case "MeanVarianceNormalization" -> List.of(meanVariance(call, x));
            default -> List.of(response(call, x));
        };
    }

    private static List<OnnxValue> layer(Call call, NdArray x) {
        boolean mean = call.operator().equals("LayerNormalization");
        int axis = Dims.axis(call.whole("axis", -1), x.rank());
        double epsilon = call.real("epsilon", 1e-5f);
        int length = Dims.product(x.dims(), axis, x.rank());
        int rows = Dims.product(x.dims(), 0, axis);
        int[] inner = Arrays.copyOfRange(x.dims(), axis, x.rank());
        NdArray scale = call.in(1).spread(inner(call.in(1), x, inner));
        NdArray bias =
                mean && call.has(2) ? call.in(2).spread(inner(call.in(2), x, inner)) : NdArray.zeros(x.type(), inner);
        double[] out = x.reals();
        double[] means = new double[rows];
        double[] inverse = new double[rows];
        for (int row = 0; row < rows; row++) {
            double[] moments = moments(out, row * length, length, mean);
            means[row] = moments[0];
            inverse[row] = 1 / Math.sqrt(moments[1] + epsilon);
            for (int i = 0; i < length; i++) {
                int at = row * length + i;
                int s = scale.count() == length ? i : at;
                int b = bias.count() == length ? i : at;
                out[at] = (out[at] - means[row]) * inverse[row] * scale.real(s) + bias.real(b);
            }
        }
        int[] sizes = x.dims();
        Arrays.fill(sizes, axis, sizes.length, 1);
        ElementType stash = call.type("stash_type", ElementType.F32);
        return List.of(
                NdArray.ofReals(x.type(), x.dims(), out),
                NdArray.ofReals(stash, sizes, means),
                NdArray.ofReals(stash, sizes, inverse));
    }

    /** What a factor is broadcast to: the normalized dimensions, or all of them. */
    private static int[] inner(NdArray factor, NdArray x, int... inner) {
        return factor.rank() > inner.length ? x.dims() : inner;
    }

    /** Mean, or 0 where it is not wanted, and the mean square around it. */
    private static double[] moments(double[] x, int start, int length, boolean withMean) {
        double mean = 0;
        for (int i = 0; withMean && i < length; i++) {
            mean += x[start + i];
        }
        mean /= length;
        double square = 0;
        for (int i = 0; i < length; i++) {
            square += (x[start + i] - mean) * (x[start + i] - mean);
        }
        return new double[] {mean, square / length};
    }

    /** Factors are one a channel; of GroupNormalization before version 21 one a group. */
    private static NdArray grouped(Call call, NdArray x, int groups) {
        int channels = x.dim(1);
        int plane = Dims.product(x.dims(), 2, x.rank());
        int factors = call.in(1).count();
        if (groups < 1
                || channels % groups != 0
                || factors == 0
                || (factors != channels && factors != groups)
                || call.in(2).count() != factors) {
            throw call.wrong(
                    "scale " + call.in(1) + " and bias " + call.in(2) + " in " + groups + " groups do not fit " + x);
        }
        int length = channels / groups * plane;
        double epsilon = call.real("epsilon", 1e-5f);
        NdArray scale = call.in(1);
        NdArray bias = call.in(2);
        double[] out = x.reals();
        for (int row = 0; row < x.dim(0) * groups; row++) {
            double[] moments = moments(out, row * length, length, true);
            double inverse = 1 / Math.sqrt(moments[1] + epsilon);
            for (int i = 0; i < length; i++) {
                int at = row * length + i;
                int factor = at / plane % channels / (channels / scale.count());
                out[at] = (out[at] - moments[0]) * inverse * scale.real(factor) + bias.real(factor);
            }
        }
        return NdArray.ofReals(x.type(), x.dims(), out);
    }

    private static NdArray meanVariance(Call call, NdArray x) {
        long[] axes = call.wholes("axes").orElse(new long[] {0, 2, 3});
        boolean[] reduced = new boolean[x.rank()];
        for (long axis : axes) {
            reduced[Dims.axis(axis, x.rank())] = true;
        }
        int[] strides = Dims.strides(x.dims());
        int[] kept = x.dims();
        int[] inner = x.dims();
        for (int i = 0; i < reduced.length; i++) {
            kept[i] = reduced[i] ? 1 : kept[i];
            inner[i] = reduced[i] ? inner[i] : 1;
        }
        double[] out = x.reals();
        int[] offsets = Dims.walk(inner, strides, 0);
        double[] row = new double[offsets.length];
        for (int start : Dims.walk(kept, strides, 0)) {
            for (int i = 0; i < row.length; i++) {
                row[i] = out[start + offsets[i]];
            }
            double[] moments = moments(row, 0, row.length, true);
            for (int i = 0; i < row.length; i++) {
                out[start + offsets[i]] = (row[i] - moments[0]) / (Math.sqrt(moments[1]) + 1e-9);
            }
        }
        return NdArray.ofReals(x.type(), x.dims(), out);
    }

    /** Local response normalization: divided by a power of the squares of channels nearby. */
    private static NdArray response(Call call, NdArray x) {
        int size = (int) call.whole("size", 1);
        double alpha = call.real("alpha", 1e-4f);
        double beta = call.real("beta", 0.75);
        double bias = call.real("bias", 1);
        int channels = x.dim(1);
        int plane = Dims.product(x.dims(), 2, x.rank());
        double[] out = new double[x.count()];
        call.work(x.count(), Math.min(Math.max(1, size), channels));
        for (int i = 0; i < out.length; i++) {
            int channel = i / plane % channels;
            int from = Math.max(0, channel - (size - 1) / 2);
            int to = Math.min(channels - 1, channel + size / 2);
            double square = 0;
            for (int c = from; c <= to; c++) {
                double value = x.real(i + (c - channel) * plane);
                square += value * value;
            }
            out[i] = x.real(i) / Math.pow(bias + alpha / size * square, beta);
        }
        return NdArray.ofReals(x.type(), x.dims(), out);
    }
}
