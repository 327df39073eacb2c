package hone.engine.format;

import java.util.function.Function;

/**
 * Forward passes of GPT-2 and Llama in doubles, one position after the other, written from their papers and with nothing of
 * the engine: weights under the names, and in the layout, that Hugging Face's transformers has them in.
 */
public final class DoubleTransformer {
    private final int layers;
    private final int heads;
    private final int kvHeads;
    private final int width;
    private final int hidden;
    private final int vocabulary;
    private final Function<String, float[]> weights;
    private final double epsilon;

    /** @param weights by name, row by row */
    public DoubleTransformer(
            int layers,
            int heads,
            int kvHeads,
            int width,
            int hidden,
            int vocabulary,
            double epsilon,
            Function<String, float[]> weights) {
        this.layers = layers;
        this.heads = heads;
        this.kvHeads = kvHeads;
        this.width = width;
        this.hidden = hidden;
        this.vocabulary = vocabulary;
        this.epsilon = epsilon;
        this.weights = weights;
    }

    /** The scores after each token, (tokens, vocabulary). */
    public double[][] gpt2(int[] ids, boolean tanh) {
        double[][] x = new double[ids.length][];
        float[] tokens = weights.apply("wte.weight");
        float[] places = weights.apply("wpe.weight");
        for (int t = 0; t < ids.length; t++) {
            x[t] = new double[width];
            for (int c = 0; c < width; c++) {
                x[t][c] = (double) tokens[ids[t] * width + c] + places[t * width + c];
            }
        }
        for (int layer = 0; layer < layers; layer++) {
            String name = "h." + layer + ".";
            double[][] qkv = new double[ids.length][];
            for (int t = 0; t < ids.length; t++) {
                qkv[t] = conv1d(layerNorm(x[t], name + "ln_1"), name + "attn.c_attn", 3 * width);
            }
            for (int t = 0; t < ids.length; t++) {
                double[] seen = attention(qkv, t, 0, width, 2 * width);
                add(x[t], conv1d(seen, name + "attn.c_proj", width));
            }
            for (int t = 0; t < ids.length; t++) {
                double[] up = conv1d(layerNorm(x[t], name + "ln_2"), name + "mlp.c_fc", hidden);
                for (int c = 0; c < hidden; c++) {
                    up[c] = tanh ? geluTanh(up[c]) : gelu(up[c]);
                }
                add(x[t], conv1d(up, name + "mlp.c_proj", width));
            }
        }
        double[][] logits = new double[ids.length][];
        for (int t = 0; t < ids.length; t++) {
            logits[t] = linear(layerNorm(x[t], "ln_f"), "lm_head.weight", vocabulary);
        }
        return logits;
    }

    /**
     * The scores after each token, (tokens, vocabulary).
     *
     * @param halves whether rotary pairs are half a head apart, as in transformers, or neighbours, as in llama2.c
     */
    public double[][] llama(int[] ids, double theta, boolean halves) {
        int headDim = width / heads;
        int kvWidth = kvHeads * headDim;
        double[][] x = new double[ids.length][];
        float[] tokens = weights.apply("model.embed_tokens.weight");
        for (int t = 0; t < ids.length; t++) {
            x[t] = new double[width];
            for (int c = 0; c < width; c++) {
                x[t][c] = tokens[ids[t] * width + c];
            }
        }
        for (int layer = 0; layer < layers; layer++) {
            String name = "model.layers." + layer + ".";
            double[][] qkv = new double[ids.length][width + 2 * kvWidth];
            for (int t = 0; t < ids.length; t++) {
                double[] normal = rmsNorm(x[t], name + "input_layernorm.weight");
                double[] q = linear(normal, name + "self_attn.q_proj.weight", width);
                double[] k = linear(normal, name + "self_attn.k_proj.weight", kvWidth);
                double[] v = linear(normal, name + "self_attn.v_proj.weight", kvWidth);
                rotate(q, t, headDim, theta, halves);
                rotate(k, t, headDim, theta, halves);
                System.arraycopy(q, 0, qkv[t], 0, width);
                System.arraycopy(k, 0, qkv[t], width, kvWidth);
                System.arraycopy(v, 0, qkv[t], width + kvWidth, kvWidth);
            }
            for (int t = 0; t < ids.length; t++) {
                double[] seen = attention(qkv, t, 0, width, width + kvWidth);
                add(x[t], linear(seen, name + "self_attn.o_proj.weight", width));
                double[] normal = rmsNorm(x[t], name + "post_attention_layernorm.weight");
                double[] gate = linear(normal, name + "mlp.gate_proj.weight", hidden);
                double[] up = linear(normal, name + "mlp.up_proj.weight", hidden);
                for (int c = 0; c < hidden; c++) {
                    gate[c] = gate[c] / (1 + Math.exp(-gate[c])) * up[c];
                }
                add(x[t], linear(gate, name + "mlp.down_proj.weight", width));
            }
        }
        double[][] logits = new double[ids.length][];
        for (int t = 0; t < ids.length; t++) {
            logits[t] = linear(rmsNorm(x[t], "model.norm.weight"), "lm_head.weight", vocabulary);
        }
        return logits;
    }

    private static void rotate(double[] x, int position, int headDim, double theta, boolean halves) {
        for (int head = 0; head < x.length; head += headDim) {
            for (int i = 0; i < headDim / 2; i++) {
                double angle = position * Math.pow(theta, -2.0 * i / headDim);
                int first = halves ? head + i : head + 2 * i;
                int second = halves ? first + headDim / 2 : first + 1;
                double a = x[first];
                double b = x[second];
                x[first] = a * Math.cos(angle) - b * Math.sin(angle);
                x[second] = a * Math.sin(angle) + b * Math.cos(angle);
            }
        }
    }

    /** What the query of a position takes from the values up to it; rows hold queries, keys and values from these on. */
    private double[] attention(double[][] rows, int position, int queries, int keys, int values) {
        int headDim = width / heads;
        double[] seen = new double[width];
        for (int head = 0; head < heads; head++) {
            int shared = head / (heads / kvHeads) * headDim;
            double[] shares = new double[position + 1];
            double sum = 0;
            for (int t = 0; t <= position; t++) {
                double score = 0;
                for (int c = 0; c < headDim; c++) {
                    score += rows[position][queries + head * headDim + c] * rows[t][keys + shared + c];
                }
                shares[t] = Math.exp(score / Math.sqrt(headDim));
                sum += shares[t];
            }
            for (int t = 0; t <= position; t++) {
                for (int c = 0; c < headDim; c++) {
                    seen[head * headDim + c] += shares[t] / sum * rows[t][values + shared + c];
                }
            }
        }
        return seen;
    }

    /** y = x · Wᵀ, W (out, in). */
    private double[] linear(double[] x, String name, int out) {
        float[] w = weights.apply(name);
        double[] y = new double[out];
        for (int o = 0; o < out; o++) {
            for (int i = 0; i < x.length; i++) {
                y[o] += x[i] * w[o * x.length + i];
            }
        }
        return y;
    }

    /** y = x · W + b, W (in, out). */
    private double[] conv1d(double[] x, String name, int out) {
        float[] w = weights.apply(name + ".weight");
        float[] b = weights.apply(name + ".bias");
        double[] y = new double[out];
        for (int o = 0; o < out; o++) {
            y[o] = b[o];
            for (int i = 0; i < x.length; i++) {
                y[o] += x[i] * w[i * out + o];
            }
        }
        return y;
    }

    private double[] layerNorm(double[] x, String name) {
        float[] w = weights.apply(name + ".weight");
        float[] b = weights.apply(name + ".bias");
        double mean = 0;
        for (double element : x) {
            mean += element / x.length;
        }
        double variance = 0;
        for (double element : x) {
            variance += (element - mean) * (element - mean) / x.length;
        }
        double[] y = new double[x.length];
        for (int c = 0; c < x.length; c++) {
            y[c] = (x[c] - mean) / Math.sqrt(variance + epsilon) * w[c] + b[c];
        }
        return y;
    }

    private double[] rmsNorm(double[] x, String name) {
        float[] w = weights.apply(name);
        double square = 0;
        for (double element : x) {
            square += element * element / x.length;
        }
        double[] y = new double[x.length];
        for (int c = 0; c < x.length; c++) {
            y[c] = x[c] / Math.sqrt(square + epsilon) * w[c];
        }
        return y;
    }

    private static double geluTanh(double x) {
        return x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
    }

    /** The error function by its series, which converges for what small models bring. */
    private static double gelu(double x) {
        double z = x / Math.sqrt(2);
        double term = z;
        double sum = z;
        for (int n = 1; n < 200; n++) {
            term *= -z * z / n;
            sum += term / (2 * n + 1);
        }
        return x / 2 * (1 + 2 / Math.sqrt(Math.PI) * sum);
    }

    private static void add(double[] x, double[] y) {
        for (int c = 0; c < x.length; c++) {
            x[c] += y[c];
        }
    }
}
