package hone.engine.model;

import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Value;
import hone.engine.op.normalization.BatchNorm;
import hone.engine.tensor.TensorType;

/** A batch normalization with its four vectors: "norm1.weight", "norm1.bias", "norm1.mean", "norm1.variance". */
final class BatchNormLayer {
    private static final float EPSILON = 1e-5F;

    private BatchNormLayer() {}

    /** @param x (batch, channels, …) */
    static Value append(GraphBuilder builder, String name, Value x) {
        TensorType channels = TensorType.f32(builder.type(x).dim(1));
        return builder.apply(
                name,
                new BatchNorm(EPSILON),
                x,
                builder.weight(name + ".weight", channels),
                builder.weight(name + ".bias", channels),
                builder.weight(name + ".mean", channels),
                builder.weight(name + ".variance", channels));
    }
}
