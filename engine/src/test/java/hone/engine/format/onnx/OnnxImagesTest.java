package hone.engine.format.onnx;

import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Value;
import hone.engine.model.Cnn;
import hone.engine.op.conv.AveragePool2d;
import hone.engine.op.conv.Conv2d;
import hone.engine.op.conv.Extent;
import hone.engine.op.conv.GlobalAveragePool2d;
import hone.engine.op.conv.MaxPool2d;
import hone.engine.op.shape.Flatten;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Convolutions and pooling in a file compute what the executor computes. */
class OnnxImagesTest {
    private final OnnxCheck check = new OnnxCheck();

    @AfterEach
    void close() {
        check.close();
    }

    @Test
    void theConvolutionalNetworkComputesTheSame() {
        check.same(check.model(Cnn.graph(9, 5, 3, 4), 7), 1e-4, 2, 1, 9, 9);
    }

    @Test
    void convolutionsAndPoolingInAllFormsComputeTheSame() {
        GraphBuilder builder = new GraphBuilder();
        Dim batch = Dim.symbol("batch", 8);
        Value x = builder.input("x", TensorType.f32(batch, Dim.of(4), Dim.of(11), Dim.of(9)));
        Value dilated = builder.apply(
                "dilated",
                new Conv2d(new Extent(2, 1), new Extent(1, 3), new Extent(2, 3), 2, false),
                x,
                builder.weight("w", TensorType.f32(6L, 2, 3, 2)));
        Value depthwise = builder.apply(
                "depthwise",
                new Conv2d(new Extent(1, 2), new Extent(0, 1), new Extent(1, 1), 4, true),
                x,
                builder.weight("v", TensorType.f32(4L, 1, 2, 3)),
                builder.weight("b", TensorType.f32(4L)));
        Value largest = builder.apply(
                "largest", new MaxPool2d(new Extent(3, 2), new Extent(2, 1), new Extent(1, 0)), depthwise);
        Value mean =
                builder.apply("mean", new AveragePool2d(new Extent(2, 3), new Extent(1, 2), new Extent(1, 2)), dilated);
        builder.output("largest", largest)
                .output("mean", builder.apply("flat", new Flatten(), mean))
                .output("global", builder.apply("all", new GlobalAveragePool2d(), dilated));
        check.same(check.model(builder.build(), 3), 1e-4, 2, 4, 11, 9);
    }
}
