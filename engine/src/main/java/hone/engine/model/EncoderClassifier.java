package hone.engine.model;

import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Value;
import hone.engine.op.attention.PositionEmbedding;
import hone.engine.op.conv.Conv2d;
import hone.engine.op.conv.Extent;
import hone.engine.op.conv.GlobalAveragePool2d;
import hone.engine.op.matmul.Linear;
import hone.engine.op.shape.Flatten;
import hone.engine.op.shape.SwapAxes;
import hone.engine.op.shape.Unflatten;
import hone.engine.run.PlanRequest;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * A transformer encoder that classifies pictures (Dosovitskiy et al., "An image is worth 16×16 words", ICLR 2021): a
 * convolution whose stride is its kernel cuts the picture into patches, each of which becomes a token; learnt positions are
 * added, the encoder lets every patch see every other, and a linear layer judges the mean of all tokens.
 */
public final class EncoderClassifier {
    private static final int SIDE = 28;
    private static final int PATCH = 4;
    private static final int PADDING = 2;

    /** Patches along a side: (28 + 2·2) / 4. */
    private static final int PATCHES = (SIDE + 2 * PADDING) / PATCH;

    /** Rows of 28×28 pixels, as all pictures here are kept; 64 patches of 4×4 are the tokens. */
    public static final Architecture DIGITS = new Architecture(
            "encoder",
            "Encoder of 64 patches for 28×28 digits",
            "64 patches of 4×4 pixels as tokens, two encoder layers of width 48 with three heads, and one linear layer.",
            Task.CLASSIFICATION,
            "x",
            "logits",
            () -> graph(new Encoder(PATCHES * PATCHES, 48, 3, 96, 2), 10));

    private EncoderClassifier() {}

    /**
     * The classifier around an encoder: input "x" (batch, 784), output "logits" (batch, classes).
     *
     * @param encoder of 64 tokens
     */
    static Graph graph(Encoder encoder, int classes) {
        GraphBuilder builder = new GraphBuilder();
        Dim batch = Dim.symbol("batch", PlanRequest.MAX_BATCH);
        Value rows = builder.input("x", TensorType.f32(batch, Dim.of((long) SIDE * SIDE)));
        Value tokens = encoder.append(builder, tokens(builder, encoder, rows));
        Value features = mean(builder, encoder, tokens);
        Value weight = builder.weight("head.weight", TensorType.f32(classes, encoder.width()));
        Value bias = builder.weight("head.bias", TensorType.f32((long) classes));
        return builder.output("logits", builder.apply("head", new Linear(true), features, weight, bias))
                .build();
    }

    /** (batch, 784) to (batch, 64, width). */
    private static Value tokens(GraphBuilder builder, Encoder encoder, Value rows) {
        long width = encoder.width();
        Value images = builder.apply("images", Unflatten.behindBatch(List.of(1L, (long) SIDE, (long) SIDE)), rows);
        Conv2d cut = new Conv2d(Extent.square(PATCH), Extent.square(PADDING), Extent.square(1), 1, true);
        Value weight = builder.weight("patches.weight", TensorType.f32(width, 1, PATCH, PATCH));
        Value bias = builder.weight("patches.bias", TensorType.f32(width));
        Value patches = builder.apply("patches", cut, images, weight, bias); // (batch, width, 8, 8)
        List<Long> sizes = List.of(width, (long) encoder.tokens());
        Value channels = builder.apply("patches.rows", Unflatten.behindBatch(sizes), patches); // (batch, width, 64)
        Value tokens = builder.apply("patches.tokens", new SwapAxes(), channels); // (batch, 64, width)
        Value table = builder.weight("positions.weight", TensorType.f32(encoder.tokens(), width));
        return builder.apply("positions", new PositionEmbedding(), tokens, table);
    }

    /** The mean of all tokens: they become the pixels of an image again, whose channels have a mean each. */
    private static Value mean(GraphBuilder builder, Encoder encoder, Value tokens) {
        Value channels = builder.apply("pool.channels", new SwapAxes(), tokens); // (batch, width, 64)
        List<Long> sizes = List.of((long) encoder.width(), (long) PATCHES, (long) PATCHES);
        Value image = builder.apply("pool.image", Unflatten.behindBatch(sizes), channels);
        return builder.apply("flatten", new Flatten(), builder.apply("pool", new GlobalAveragePool2d(), image));
    }
}
