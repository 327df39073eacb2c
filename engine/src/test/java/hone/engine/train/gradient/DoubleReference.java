package hone.engine.train.gradient;

import hone.engine.graph.Graph;
import hone.engine.graph.Node;
import hone.engine.graph.Op;
import hone.engine.graph.Value;
import hone.engine.op.activation.Gelu;
import hone.engine.op.activation.Relu;
import hone.engine.op.activation.Sigmoid;
import hone.engine.op.activation.Silu;
import hone.engine.op.activation.Tanh;
import hone.engine.op.attention.Attention;
import hone.engine.op.attention.PositionEmbedding;
import hone.engine.op.attention.RotaryEmbedding;
import hone.engine.op.conv.Conv2d;
import hone.engine.op.conv.GlobalAveragePool2d;
import hone.engine.op.conv.Pool2d;
import hone.engine.op.dropout.Dropout;
import hone.engine.op.elementwise.Add;
import hone.engine.op.elementwise.Mul;
import hone.engine.op.embedding.Embedding;
import hone.engine.op.loss.CrossEntropy;
import hone.engine.op.loss.MeanSquaredError;
import hone.engine.op.matmul.MatrixProduct;
import hone.engine.op.normalization.BatchNormTraining;
import hone.engine.op.normalization.LayerNorm;
import hone.engine.op.normalization.RmsNorm;
import hone.engine.op.normalization.Softmax;
import hone.engine.op.shape.Flatten;
import hone.engine.op.shape.SwapAxes;
import hone.engine.op.shape.Unflatten;
import hone.engine.random.CounterRandom;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Forward graphs in doubles and the plainest loops: what kernels and gradients are judged by. Types without symbols. */
final class DoubleReference {
    private final Graph graph;

    DoubleReference(Graph graph) {
        this.graph = graph;
    }

    /**
     * @param leaves the elements of every input, weight and state by name
     * @return the elements of one value
     */
    double[] evaluate(Map<String, double[]> leaves, Value wanted) {
        List<double[]> values = new ArrayList<>();
        for (int i = 0; i <= wanted.node(); i++) {
            values.add(
                    switch (graph.nodes().get(i)) {
                        case Node.Apply apply ->
                            apply(
                                    apply,
                                    apply.op(),
                                    apply.inputs().stream()
                                            .map(input -> values.get(input.node()))
                                            .toList());
                        case Node leaf -> leaves.getOrDefault(leaf.name(), new double[0]);
                    });
        }
        return values.get(wanted.node());
    }

    private double[] apply(Node.Apply node, Op op, List<double[]> inputs) {
        return switch (op) {
            case MatrixProduct product -> product(product, node, inputs);
            case Relu _ -> {
                double[] y = inputs.getFirst().clone();
                for (int i = 0; i < y.length; i++) {
                    y[i] = Math.max(0, y[i]);
                }
                yield y;
            }
            case Add _ -> {
                double[] sum = inputs.get(0).clone();
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += inputs.get(1)[i];
                }
                yield sum;
            }
            case Mul _ -> {
                double[] product = inputs.get(0).clone();
                for (int i = 0; i < product.length; i++) {
                    product[i] *= inputs.get(1)[i];
                }
                yield product;
            }
            case Flatten _ -> inputs.getFirst();
            case Unflatten _ -> inputs.getFirst();
            case Gelu gelu -> DoubleDefinitions.activate(gelu, inputs.getFirst());
            case Silu silu -> DoubleDefinitions.activate(silu, inputs.getFirst());
            case Tanh tanh -> DoubleDefinitions.activate(tanh, inputs.getFirst());
            case Sigmoid sigmoid -> DoubleDefinitions.activate(sigmoid, inputs.getFirst());
            case Softmax _ -> DoubleDefinitions.softmax(inputs.getFirst(), lastSize(type(node, 0)));
            case LayerNorm norm ->
                DoubleDefinitions.normalize(inputs.get(0), inputs.get(1), inputs.get(2), true, norm.epsilon());
            case RmsNorm norm ->
                DoubleDefinitions.normalize(inputs.get(0), inputs.get(1), new double[0], false, norm.epsilon());
            case BatchNormTraining norm ->
                DoubleDefinitions.normalizeBatch(
                        norm, inputs.get(0), inputs.get(1), inputs.get(2), DoubleDefinitions.size(type(node, 0), 0));
            case SwapAxes _ ->
                DoubleDefinitions.swapAxes(
                        inputs.getFirst(), DoubleDefinitions.size(type(node, 0), 1), lastSize(type(node, 0)));
            case PositionEmbedding _ ->
                DoubleDefinitions.addPositions(
                        inputs, DoubleDefinitions.size(type(node, 0), 1), lastSize(type(node, 0)));
            case Embedding _ -> DoubleDefinitions.embedding(inputs.get(0), inputs.get(1), lastSize(type(node, 0)));
            case RotaryEmbedding rotary ->
                DoubleDefinitions.rotate(
                        rotary,
                        inputs.get(0),
                        inputs.get(1)[0],
                        DoubleDefinitions.size(type(node, 0), 1),
                        lastSize(type(node, 0)));
            case Attention attention -> DoubleDefinitions.attention(attention, inputs, type(node, 0), type(node, 1));
            case Conv2d conv ->
                DoubleDefinitions.convolve(
                        conv,
                        inputs,
                        type(node, 0),
                        type(node, 1),
                        node.outputs().getFirst());
            case Pool2d pool ->
                DoubleDefinitions.pool(
                        pool, inputs.getFirst(), type(node, 0), node.outputs().getFirst());
            case GlobalAveragePool2d _ -> {
                int pixels = DoubleDefinitions.size(type(node, 0), 2) * lastSize(type(node, 0));
                yield DoubleDefinitions.channelMeans(inputs.getFirst(), pixels);
            }
            case Dropout dropout -> {
                long key = CounterRandom.key(dropout.seed(), dropout.stream(), (long) inputs.get(1)[0]);
                double[] y = inputs.get(0).clone();
                for (int i = 0; i < y.length; i++) {
                    boolean out = (CounterRandom.draw(key, i) >>> 40) * 0x1p-24 < dropout.rate();
                    y[i] = out ? 0 : y[i] / (1 - dropout.rate());
                }
                yield y;
            }
            case CrossEntropy loss -> new double[] {crossEntropy(inputs.get(0), inputs.get(1), loss.smoothing())};
            case MeanSquaredError _ -> {
                double sum = 0;
                for (int i = 0; i < inputs.get(0).length; i++) {
                    sum += Math.pow(inputs.get(0)[i] - inputs.get(1)[i], 2);
                }
                yield new double[] {sum / inputs.get(0).length};
            }
            default -> throw new AssertionError("no reference for " + op.kind());
        };
    }

    private TensorType type(Node.Apply node, int input) {
        return graph.type(node.inputs().get(input));
    }

    private static int lastSize(TensorType type) {
        return DoubleDefinitions.size(type, type.rank() - 1);
    }

    private double[] product(MatrixProduct op, Node.Apply node, List<double[]> inputs) {
        List<Dim> dims = node.outputs().getFirst().dims();
        TensorType aType = graph.type(node.inputs().get(0));
        TensorType bType = graph.type(node.inputs().get(1));
        int m = size(node, dims.size() - 2);
        int n = size(node, dims.size() - 1);
        int k = Math.toIntExact(
                aType.dim(aType.rank() - (op.transposeA() ? 2 : 1)).max());
        int pairs = Math.toIntExact(node.outputs().getFirst().maxShape().elements()) / (m * n);
        double[] c = new double[pairs * m * n];
        for (int e = 0; e < c.length; e++) {
            int i = e / n % m;
            int j = e % n;
            int aAt = matrix(aType, dims, e / n / m) * m * k;
            int bAt = matrix(bType, dims, e / n / m) * k * n;
            double sum = op.bias() ? inputs.get(2)[j] : 0;
            for (int p = 0; p < k; p++) {
                double a = inputs.get(0)[aAt + (op.transposeA() ? p * m + i : i * k + p)];
                double b = inputs.get(1)[bAt + (op.transposeB() ? j * k + p : p * n + j)];
                sum += a * b;
            }
            c[e] = sum;
        }
        return c;
    }

    /** Which of a factor's matrices takes part in a pair of the result. */
    private static int matrix(TensorType factor, List<Dim> result, int pair) {
        int matrix = 0;
        int step = 1;
        int left = pair;
        for (int back = 3; back <= result.size(); back++) {
            int size = Math.toIntExact(result.get(result.size() - back).max());
            if (back <= factor.rank()) {
                int own = Math.toIntExact(factor.dim(factor.rank() - back).max());
                matrix += own == 1 ? 0 : left % size * step;
                step *= own;
            }
            left /= size;
        }
        return matrix;
    }

    private static int size(Node.Apply node, int dimension) {
        return Math.toIntExact(node.outputs().getFirst().dim(dimension).max());
    }

    private static double crossEntropy(double[] logits, double[] labels, double smoothing) {
        int classes = logits.length / labels.length;
        double loss = 0;
        for (int row = 0; row < labels.length; row++) {
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                sum += Math.exp(logits[row * classes + c]);
            }
            loss += Math.log(sum) - (1 - smoothing) * logits[row * classes + (int) labels[row]];
            for (int c = 0; c < classes; c++) {
                loss -= smoothing / classes * logits[row * classes + c];
            }
        }
        return loss / labels.length;
    }
}
