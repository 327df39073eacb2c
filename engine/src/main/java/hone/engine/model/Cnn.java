package hone.engine.model;

import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Value;
import hone.engine.op.activation.Relu;
import hone.engine.op.conv.Conv2d;
import hone.engine.op.conv.MaxPool2d;
import hone.engine.op.matmul.Linear;
import hone.engine.op.shape.Flatten;
import hone.engine.op.shape.Unflatten;
import hone.engine.run.PlanRequest;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.List;

/** The small convolutional network: 3×3 convolutions, each with a rectifier and a halving of the image, and one layer. */
public final class Cnn {
    private static final int KERNEL = 3;

    /** Rows of 28×28 pixels, as pictures are kept; the first op makes images of them. */
    public static final Architecture DIGITS = new Architecture(
            "cnn",
            "CNN 16-32 for 28×28 digits",
            "Two 3×3 convolutions, each with a rectifier and a halving of the image, and one linear layer.",
            Task.CLASSIFICATION,
            "x",
            "logits",
            () -> rows(28, 10, 16, 32));

    /** The same with a batch normalization behind each convolution. */
    public static final Architecture NORMALIZED_DIGITS = new Architecture(
            "cnn-bn",
            "CNN 16-32 with batch normalization for 28×28 digits",
            "The small convolutional network with a batch normalization between each convolution and its rectifier.",
            Task.CLASSIFICATION,
            "x",
            "logits",
            () -> rows(28, 10, true, 16, 32));

    private Cnn() {}

    /** Pixels of 28×28, 16 and then 32 channels, ten digits: 20,490 parameters. */
    public static Graph digits() {
        return graph(28, 10, 16, 32);
    }

    /**
     * A network for grey pictures: input "x" (batch, 1, side, side), output "logits" (batch, classes).
     *
     * @param side of the picture in pixels; halved, rounding down, after each convolution
     * @param channels of each convolution's output
     */
    public static Graph graph(int side, int classes, int... channels) {
        GraphBuilder builder = new GraphBuilder();
        Dim batch = Dim.symbol("batch", PlanRequest.MAX_BATCH);
        Value images = builder.input("x", TensorType.f32(batch, Dim.of(1), Dim.of(side), Dim.of(side)));
        return layers(builder, images, classes, false, channels);
    }

    /**
     * The same network for rows of pixels: input "x" (batch, side · side), output "logits" (batch, classes).
     *
     * @param side of the picture in pixels; halved, rounding down, after each convolution
     * @param channels of each convolution's output
     */
    public static Graph rows(int side, int classes, int... channels) {
        return rows(side, classes, false, channels);
    }

    /**
     * The same with or without batch normalization.
     *
     * @param normalized whether one stands behind each convolution
     */
    public static Graph rows(int side, int classes, boolean normalized, int... channels) {
        GraphBuilder builder = new GraphBuilder();
        Dim batch = Dim.symbol("batch", PlanRequest.MAX_BATCH);
        Value rows = builder.input("x", TensorType.f32(batch, Dim.of((long) side * side)));
        List<Long> sizes = List.of(1L, (long) side, (long) side);
        return layers(
                builder, builder.apply("images", Unflatten.behindBatch(sizes), rows), classes, normalized, channels);
    }

    private static Graph layers(GraphBuilder builder, Value images, int classes, boolean normalized, int... channels) {
        Value value = images;
        for (int layer = 1; layer <= channels.length; layer++) {
            String name = "conv" + layer;
            long in = layer == 1 ? 1 : channels[layer - 2];
            long out = channels[layer - 1];
            Value weight = builder.weight(name + ".weight", TensorType.f32(out, in, KERNEL, KERNEL));
            Value bias = builder.weight(name + ".bias", TensorType.f32(out));
            value = builder.apply(name, Conv2d.padded(KERNEL / 2), value, weight, bias);
            if (normalized) {
                value = BatchNormLayer.append(builder, "norm" + layer, value);
            }
            value = builder.apply("relu" + layer, new Relu(), value);
            value = builder.apply("pool" + layer, MaxPool2d.square(2), value);
        }
        value = builder.apply("flatten", new Flatten(), value);
        long features = builder.type(value).dim(1).max();
        Value weight = builder.weight("fc.weight", TensorType.f32(classes, features));
        Value bias = builder.weight("fc.bias", TensorType.f32((long) classes));
        value = builder.apply("fc", new Linear(true), value, weight, bias);
        return builder.output("logits", value).build();
    }
}
