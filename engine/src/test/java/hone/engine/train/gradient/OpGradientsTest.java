package hone.engine.train.gradient;

import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Op;
import hone.engine.graph.Value;
import hone.engine.op.activation.Activation;
import hone.engine.op.attention.Attention;
import hone.engine.op.attention.PositionEmbedding;
import hone.engine.op.attention.RotaryEmbedding;
import hone.engine.op.conv.AveragePool2d;
import hone.engine.op.conv.Conv2d;
import hone.engine.op.conv.Extent;
import hone.engine.op.conv.GlobalAveragePool2d;
import hone.engine.op.conv.MaxPool2d;
import hone.engine.op.dropout.Dropout;
import hone.engine.op.elementwise.Mul;
import hone.engine.op.embedding.Embedding;
import hone.engine.op.loss.CrossEntropy;
import hone.engine.op.loss.MeanSquaredError;
import hone.engine.op.matmul.Linear;
import hone.engine.op.normalization.BatchNormTraining;
import hone.engine.op.normalization.LayerNorm;
import hone.engine.op.normalization.RmsNorm;
import hone.engine.op.normalization.Softmax;
import hone.engine.op.shape.Flatten;
import hone.engine.op.shape.SwapAxes;
import hone.engine.op.shape.Unflatten;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gradients of convolutional networks' and transformers' ops against finite differences, on awkward sizes. */
class OpGradientsTest {
    private final GraphBuilder builder = new GraphBuilder();

    private Value input(String name, long... sizes) {
        return builder.input(name, TensorType.f32(sizes));
    }

    private void check(Op op, long seed, Value... inputs) {
        new GradientCheck(builder, builder.apply("y", op, inputs), 3, seed).check(100);
    }

    @ParameterizedTest
    @CsvSource({"GELU_TANH", "GELU_ERF", "SILU", "TANH", "SIGMOID"})
    void smoothActivations(Activation activation) {
        check(activation.op().orElseThrow(), 1, input("x", 3, 13));
    }

    @Test
    void product() {
        check(new Mul(), 2, input("a", 3, 13), input("b", 3, 13));
    }

    @Test
    void squareOfOneValue() {
        Value x = input("x", 5, 3);
        check(new Mul(), 3, x, x);
    }

    @Test
    void dimensionsComeBack() {
        check(new Flatten(), 4, input("x", 2, 3, 5, 7));
    }

    @Test
    void rowsThatBecameImages() {
        check(Unflatten.behindBatch(List.of(3L, 5L, 7L)), 5, input("x", 2, 105));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "3,13", "2,207"})
    void softmax(long rows, long width) {
        check(new Softmax(), rows, input("x", rows, 2, width));
    }

    @ParameterizedTest
    @CsvSource({"1,3", "3,13", "2,207"})
    void layerNorm(long rows, long width) {
        check(new LayerNorm(1e-5f), rows, input("x", rows, 2, width), input("w", width), input("b", width));
    }

    @ParameterizedTest
    @CsvSource({"1,3", "3,13", "2,207"})
    void rmsNorm(long rows, long width) {
        check(new RmsNorm(1e-5f), rows, input("x", rows, 2, width), input("w", width));
    }

    /** Rows of features, images, a batch of one, and one place in all, where the variance is 0. */
    @ParameterizedTest
    @CsvSource({"5,1,1,1", "13,7,1,1", "3,4,5,7", "1,3,9,2", "1,2,1,1"})
    void batchNormOfImages(long batch, long channels, long height, long width) {
        // So large an epsilon that the slope stays moderate where all elements are equal
        check(
                new BatchNormTraining(0.01f),
                batch,
                input("x", batch, channels, height, width),
                input("w", channels),
                input("b", channels));
    }

    @Test
    void batchNormOfRows() {
        check(new BatchNormTraining(1e-3f), 13, input("x", 13, 5), input("w", 5), input("b", 5));
    }

    @ParameterizedTest
    @CsvSource({"1,1,1", "2,3,13", "3,17,5", "1,16,33"})
    void axesThatChangePlaces(long batch, long a, long b) {
        check(new SwapAxes(), a, input("x", batch, a, b));
    }

    @Test
    void dimensionsThatBecameOthers() {
        check(Unflatten.behindBatch(List.of(5L, 21L)), 5, input("x", 2, 5, 3, 7));
    }

    /** The position is drawn below 3, and 7 rows of 9 positions fit behind it. */
    @ParameterizedTest
    @CsvSource({"false", "true"})
    void learntPositions(boolean positioned) {
        Value x = input("x", 3, 7, 5);
        Value table = input("table", 9, 5);
        if (positioned) {
            Value position = builder.input("position", TensorType.of(DType.I32, Shape.of(1)));
            check(new PositionEmbedding(), 6, x, table, position);
        } else {
            check(new PositionEmbedding(), 6, x, table);
        }
    }

    @Test
    void linearLayerOfSequences() {
        check(new Linear(true), 6, input("x", 3, 5, 7), input("w", 4, 7), input("b", 4));
    }

    @ParameterizedTest
    @CsvSource({
        // stride, padding, dilation, groups
        "1,1,1,1",
        "2,1,1,1",
        "1,0,1,1",
        "3,2,2,1",
        "1,1,1,2",
        "2,2,1,4",
        "1,3,3,1"
    })
    void convolution(int stride, int padding, int dilation, int groups) {
        Conv2d op = new Conv2d(new Extent(stride, 1), new Extent(padding, 1), new Extent(dilation, 1), groups, true);
        check(op, 7, input("x", 2, 4, 9, 7), input("w", 8, 4 / groups, 3, 2), input("b", 8));
    }

    @Test
    void convolutionOfOnePixel() {
        check(Conv2d.padded(0), 8, input("x", 3, 1, 1, 1), input("w", 1, 1, 1, 1), input("b", 1));
    }

    @ParameterizedTest
    @CsvSource({"2,2,0", "3,1,1", "3,2,1", "2,3,0", "1,1,0"})
    void pooling(int kernel, int stride, int padding) {
        Extent window = new Extent(kernel, Math.max(1, kernel - 1));
        Extent margin = new Extent(padding, 0);
        MaxPool2d largest = new MaxPool2d(window, Extent.square(stride), margin);
        AveragePool2d mean = new AveragePool2d(window, Extent.square(stride), margin);
        Value x = input("x", 2, 3, 7, 9);
        Value both = builder.apply("both", new Mul(), builder.apply("max", largest, x), builder.apply("mean", mean, x));
        new GradientCheck(builder, both, 0, 9).check(400);
    }

    @Test
    void meanOfChannels() {
        check(new GlobalAveragePool2d(), 10, input("x", 2, 3, 5, 7));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "13,1", "7,3"})
    void meanSquaredError(long rows, long width) {
        check(new MeanSquaredError(), rows, input("predictions", rows, width), input("targets", rows, width));
    }

    @ParameterizedTest
    @CsvSource({"0", "0.1", "0.5"})
    void smoothedLossOfSequences(float smoothing) {
        Value labels = builder.input("labels", TensorType.of(DType.I32, Shape.of(2, 5)));
        check(new CrossEntropy(smoothing), 11, input("logits", 2, 5, 3), labels);
    }

    @ParameterizedTest
    @CsvSource({"0", "0.25", "0.9"})
    void dropout(float rate) {
        Value step = builder.input("step", TensorType.of(DType.I32, Shape.of(1)));
        check(new Dropout(rate, 3, 4), 12, input("x", 3, 13), step);
    }

    @ParameterizedTest
    @CsvSource({"1,1,1", "2,7,13", "3,5,70"})
    void embedding(long batch, long seq, long width) {
        Value ids = builder.input("ids", TensorType.of(DType.I32, Shape.of(batch, seq)));
        check(new Embedding(), batch, input("table", 3, width), ids);
    }

    @ParameterizedTest
    @CsvSource({"2,1", "6,2", "34,1"})
    void rotation(int headDim, long heads) {
        Value position = builder.input("position", TensorType.of(DType.I32, Shape.of(1)));
        check(new RotaryEmbedding(headDim, 16, 10_000), headDim, input("x", 2, 5, heads * headDim), position);
    }

    @ParameterizedTest
    @CsvSource({
        // heads, kvHeads, causal, queries, keys, headDim
        "1,1,false,1,1,1",
        "2,2,false,5,3,7",
        "2,2,true,5,5,8",
        "4,2,true,7,9,5",
        "3,1,false,4,21,34",
        "6,3,true,13,13,20"
    })
    void attention(int heads, int kvHeads, boolean causal, long seq, long keys, long headDim) {
        check(
                new Attention(heads, kvHeads, causal),
                seq,
                input("q", 2, seq, heads * headDim),
                input("k", 2, keys, kvHeads * headDim),
                input("v", 2, keys, kvHeads * headDim));
    }
}
