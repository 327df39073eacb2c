package hone.engine.run;

import hone.engine.model.Model;
import hone.engine.tensor.Tensor;

/** The convolutional network's definition in double precision, for one picture. */
final class CnnOracle {
    private CnnOracle() {}

    static double[] logits(Model model, Tensor x, int image) {
        int side = (int) x.shape().size(2);
        double[] values = new double[side * side];
        for (int i = 0; i < values.length; i++) {
            values[i] = x.getFloat((long) image * values.length + i);
        }
        for (int layer = 1; model.weights().containsKey("conv" + layer + ".weight"); layer++) {
            values = halve(convolve(model, "conv" + layer, values, side), side);
            side /= 2;
        }
        Tensor weight = model.weight("fc.weight");
        double[] logits = new double[(int) weight.shape().size(0)];
        for (int c = 0; c < logits.length; c++) {
            logits[c] = model.weight("fc.bias").getFloat(c);
            for (int i = 0; i < values.length; i++) {
                logits[c] += values[i] * weight.getFloat((long) c * values.length + i);
            }
        }
        return logits;
    }

    /** 3×3 with a margin of one pixel, rectified. */
    private static double[] convolve(Model model, String name, double[] x, int side) {
        Tensor weight = model.weight(name + ".weight");
        int channels = (int) weight.shape().size(1);
        double[] y = new double[(int) weight.shape().size(0) * side * side];
        for (int e = 0; e < y.length; e++) {
            int output = e / (side * side);
            double sum = model.weight(name + ".bias").getFloat(output);
            for (int t = 0; t < 9 * channels; t++) {
                int down = e / side % side + t / 3 % 3 - 1;
                int across = e % side + t % 3 - 1;
                if (down >= 0 && down < side && across >= 0 && across < side) {
                    sum += x[(t / 9 * side + down) * side + across] * weight.getFloat(output * 9L * channels + t);
                }
            }
            y[e] = Math.max(0, sum);
        }
        return y;
    }

    /** The largest of each 2×2 pixels. */
    private static double[] halve(double[] x, int side) {
        int half = side / 2;
        double[] y = new double[x.length / (side * side) * half * half];
        for (int e = 0; e < y.length; e++) {
            int at = (e / (half * half) * side + e / half % half * 2) * side + e % half * 2;
            y[e] = Math.max(Math.max(x[at], x[at + 1]), Math.max(x[at + side], x[at + side + 1]));
        }
        return y;
    }
}
