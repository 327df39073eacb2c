package hone.engine.model;

import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Value;
import hone.engine.op.activation.Relu;
import hone.engine.op.conv.Conv2d;
import hone.engine.op.conv.Extent;
import hone.engine.op.conv.GlobalAveragePool2d;
import hone.engine.op.elementwise.Add;
import hone.engine.op.matmul.Linear;
import hone.engine.op.shape.Flatten;
import hone.engine.op.shape.Unflatten;
import hone.engine.run.PlanRequest;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * A small residual network (He et al., "Deep residual learning for image recognition", CVPR 2016) for pictures in colour: a
 * first convolution, stages of one block each, whose two 3×3 convolutions learn what to add to their input, and a linear
 * layer behind the mean of each channel. Every convolution has a batch normalization; stages but the first halve the image.
 */
public final class ResidualCnn {
    private static final int COLOURS_OF_A_PIXEL = 3;

    /** Rows of 3 · 32 · 32 numbers, as CIFAR-10's pictures are kept; 16, 32 and 64 channels. */
    public static final Architecture COLOURS = new Architecture(
            "resnet",
            "Residual CNN 16-32-64 for 32×32 pictures in colour",
            "A convolution, three residual blocks of two 3×3 convolutions with batch normalization, and one linear layer.",
            Task.CLASSIFICATION,
            "x",
            "logits",
            () -> rows(32, 10, 16, 32, 64));

    private ResidualCnn() {}

    /**
     * A network for rows of pixels: input "x" (batch, 3 · side · side), output "logits" (batch, classes).
     *
     * @param side of the picture in pixels
     * @param channels of each stage
     */
    public static Graph rows(int side, int classes, int... channels) {
        GraphBuilder builder = new GraphBuilder();
        Dim batch = Dim.symbol("batch", PlanRequest.MAX_BATCH);
        List<Long> sizes = List.of((long) COLOURS_OF_A_PIXEL, (long) side, (long) side);
        Value rows = builder.input("x", TensorType.f32(batch, Dim.of((long) COLOURS_OF_A_PIXEL * side * side)));
        Value images = builder.apply("images", Unflatten.behindBatch(sizes), rows);
        Value value = normalized(builder, "first", images, channels[0], 3, 1);
        value = builder.apply("first.relu", new Relu(), value);
        for (int stage = 1; stage <= channels.length; stage++) {
            value = block(builder, "stage" + stage, value, channels[stage - 1], stage == 1 ? 1 : 2);
        }
        value = builder.apply("flatten", new Flatten(), builder.apply("pool", new GlobalAveragePool2d(), value));
        Value weight = builder.weight("fc.weight", TensorType.f32(classes, channels[channels.length - 1]));
        Value bias = builder.weight("fc.bias", TensorType.f32((long) classes));
        return builder.output("logits", builder.apply("fc", new Linear(true), value, weight, bias))
                .build();
    }

    /** relu(shortcut(x) + norm(conv(relu(norm(conv(x)))))); the shortcut is x itself where nothing changes its shape. */
    private static Value block(GraphBuilder builder, String name, Value x, long out, int stride) {
        Value first = normalized(builder, name + ".conv1", x, out, 3, stride);
        Value bent = builder.apply(name + ".conv1.relu", new Relu(), first);
        Value second = normalized(builder, name + ".conv2", bent, out, 3, 1);
        boolean same = stride == 1 && builder.type(x).dim(1).max() == out;
        Value shortcut = same ? x : normalized(builder, name + ".shortcut", x, out, 1, stride);
        Value sum = builder.apply(name + ".residual", new Add(), shortcut, second);
        return builder.apply(name + ".relu", new Relu(), sum);
    }

    /** A convolution without a bias, since the normalization behind it has one. */
    private static Value normalized(GraphBuilder builder, String name, Value x, long out, int kernel, int stride) {
        long in = builder.type(x).dim(1).max();
        Value weight = builder.weight(name + ".weight", TensorType.f32(out, in, kernel, kernel));
        Conv2d op = new Conv2d(Extent.square(stride), Extent.square(kernel / 2), Extent.square(1), 1, false);
        return BatchNormLayer.append(builder, name + ".norm", builder.apply(name, op, x, weight));
    }
}
