package hone.engine.train.gradient;

import hone.engine.graph.Op;
import hone.engine.kernel.Definitions;
import hone.engine.op.attention.Attention;
import hone.engine.op.attention.RotaryEmbedding;
import hone.engine.op.conv.AveragePool2d;
import hone.engine.op.conv.Conv2d;
import hone.engine.op.conv.Pool2d;
import hone.engine.op.normalization.BatchNormTraining;
import hone.engine.tensor.TensorType;
import java.util.Arrays;
import java.util.List;

/** The ops of convolutional networks and transformers by their definitions, in doubles and the plainest loops. */
final class DoubleDefinitions {
    private DoubleDefinitions() {}

    static double[] activate(Op op, double[] x) {
        return Arrays.stream(x).map(value -> Definitions.of(op, value)).toArray();
    }

    static double[] softmax(double[] x, int width) {
        double[] y = new double[x.length];
        for (int from = 0; from < x.length; from += width) {
            double sum = 0;
            for (int j = from; j < from + width; j++) {
                y[j] = Math.exp(x[j]);
                sum += y[j];
            }
            for (int j = from; j < from + width; j++) {
                y[j] /= sum;
            }
        }
        return y;
    }

    /** @param bias empty where there is none */
    static double[] normalize(double[] x, double[] weight, double[] bias, boolean centred, double epsilon) {
        int width = weight.length;
        double[] y = new double[x.length];
        for (int from = 0; from < x.length; from += width) {
            double mean =
                    centred ? Arrays.stream(x, from, from + width).average().orElseThrow() : 0;
            double squares = Arrays.stream(x, from, from + width)
                    .map(value -> (value - mean) * (value - mean))
                    .average()
                    .orElseThrow();
            for (int j = 0; j < width; j++) {
                double normal = (x[from + j] - mean) / Math.sqrt(squares + epsilon);
                y[from + j] = normal * weight[j] + (bias.length == 0 ? 0 : bias[j]);
            }
        }
        return y;
    }

    /** Each channel by its own mean and variance. // x (samples, channels, places) */
    static double[] normalizeBatch(BatchNormTraining op, double[] x, double[] weight, double[] bias, int samples) {
        int channels = weight.length;
        int places = x.length / (samples * channels);
        double[] y = new double[x.length];
        for (int c = 0; c < channels; c++) {
            int channel = c;
            int[] at = java.util.stream.IntStream.range(0, x.length)
                    .filter(i -> i / places % channels == channel)
                    .toArray();
            double mean = Arrays.stream(at).mapToDouble(i -> x[i]).average().orElseThrow();
            double variance = Arrays.stream(at)
                    .mapToDouble(i -> (x[i] - mean) * (x[i] - mean))
                    .average()
                    .orElseThrow();
            for (int i : at) {
                y[i] = (x[i] - mean) / Math.sqrt(variance + op.epsilon()) * weight[c] + bias[c];
            }
        }
        return y;
    }

    static double[] swapAxes(double[] x, int a, int b) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i / (a * b) * a * b + i % b * a + i / b % a] = x[i];
        }
        return y;
    }

    /** @param inputs x, the table, and perhaps the first row's position */
    static double[] addPositions(List<double[]> inputs, int seq, int width) {
        int first = inputs.size() > 2 ? (int) inputs.get(2)[0] : 0;
        double[] y = inputs.getFirst().clone();
        for (int i = 0; i < y.length; i++) {
            y[i] += inputs.get(1)[(first + i / width % seq) * width + i % width];
        }
        return y;
    }

    static double[] embedding(double[] table, double[] ids, int width) {
        double[] y = new double[ids.length * width];
        for (int i = 0; i < y.length; i++) {
            y[i] = table[((int) ids[i / width]) * width + i % width];
        }
        return y;
    }

    static double[] rotate(RotaryEmbedding op, double[] x, double position, int seq, int width) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i += 2) {
            int element = i % width % op.headDim();
            double place = position + i / width % seq;
            double angle = place * Math.pow(op.base(), -(double) element / op.headDim());
            y[i] = x[i] * Math.cos(angle) - x[i + 1] * Math.sin(angle);
            y[i + 1] = x[i] * Math.sin(angle) + x[i + 1] * Math.cos(angle);
        }
        return y;
    }

    static double[] attention(Attention op, List<double[]> inputs, TensorType q, TensorType k) {
        int batch = size(q, 0);
        int seq = size(q, 1);
        int keys = size(k, 1);
        int dim = size(q, 2) / op.heads();
        double[] y = new double[batch * seq * op.heads() * dim];
        for (int row = 0; row < batch * seq * op.heads(); row++) {
            int head = row % op.heads() / (op.heads() / op.kvHeads());
            int sample = row / op.heads() / seq;
            int visible = op.causal() ? keys - seq + row / op.heads() % seq + 1 : keys;
            double[] scores = new double[visible];
            for (int j = 0; j < visible; j++) {
                int key = ((sample * keys + j) * op.kvHeads() + head) * dim;
                for (int c = 0; c < dim; c++) {
                    scores[j] += inputs.get(0)[row * dim + c] * inputs.get(1)[key + c] / Math.sqrt(dim);
                }
            }
            double[] weights = softmax(scores, visible);
            for (int j = 0; j < visible; j++) {
                int value = ((sample * keys + j) * op.kvHeads() + head) * dim;
                for (int c = 0; c < dim; c++) {
                    y[row * dim + c] += weights[j] * inputs.get(2)[value + c];
                }
            }
        }
        return y;
    }

    static double[] convolve(Conv2d op, List<double[]> inputs, TensorType x, TensorType w, TensorType y) {
        double[] result = new double[Math.toIntExact(y.maxShape().elements())];
        int across = size(y, 3);
        int down = size(y, 2);
        int outs = size(y, 1);
        int channels = size(w, 1);
        for (int e = 0; e < result.length; e++) {
            int out = e / across / down % outs;
            int image = e / across / down / outs;
            int first = out / (outs / op.groups()) * channels;
            double sum = op.bias() ? inputs.get(2)[out] : 0;
            for (int p = 0; p < channels * size(w, 2) * size(w, 3); p++) {
                int j = p % size(w, 3);
                int i = p / size(w, 3) % size(w, 2);
                int c = p / size(w, 3) / size(w, 2);
                int row = e / across % down * op.stride().height()
                        - op.padding().height()
                        + i * op.dilation().height();
                int column = e % across * op.stride().width()
                        - op.padding().width()
                        + j * op.dilation().width();
                if (row >= 0 && row < size(x, 2) && column >= 0 && column < size(x, 3)) {
                    int pixel = ((image * size(x, 1) + first + c) * size(x, 2) + row) * size(x, 3) + column;
                    sum += inputs.get(0)[pixel] * inputs.get(1)[out * channels * size(w, 2) * size(w, 3) + p];
                }
            }
            result[e] = sum;
        }
        return result;
    }

    static double[] pool(Pool2d op, double[] x, TensorType type, TensorType y) {
        double[] result = new double[Math.toIntExact(y.maxShape().elements())];
        for (int e = 0; e < result.length; e++) {
            int plane = e / size(y, 3) / size(y, 2);
            int top = e / size(y, 3) % size(y, 2) * op.stride().height()
                    - op.padding().height();
            int left = e % size(y, 3) * op.stride().width() - op.padding().width();
            double largest = Double.NEGATIVE_INFINITY;
            double sum = 0;
            int count = 0;
            for (int i = Math.max(0, top);
                    i < Math.min(size(type, 2), top + op.kernel().height());
                    i++) {
                for (int j = Math.max(0, left);
                        j < Math.min(size(type, 3), left + op.kernel().width());
                        j++) {
                    double pixel = x[(plane * size(type, 2) + i) * size(type, 3) + j];
                    largest = Math.max(largest, pixel);
                    sum += pixel;
                    count++;
                }
            }
            result[e] = op instanceof AveragePool2d ? sum / count : largest;
        }
        return result;
    }

    static double[] channelMeans(double[] x, int pixels) {
        double[] means = new double[x.length / pixels];
        for (int i = 0; i < x.length; i++) {
            means[i / pixels] += x[i] / pixels;
        }
        return means;
    }

    static int size(TensorType type, int dimension) {
        return Math.toIntExact(type.dim(dimension).max());
    }
}
