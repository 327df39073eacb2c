package hone.engine.op;

import hone.engine.graph.Op;
import hone.engine.op.activation.Gelu;
import hone.engine.op.activation.Relu;
import hone.engine.op.activation.Sigmoid;
import hone.engine.op.activation.Silu;
import hone.engine.op.activation.Tanh;
import hone.engine.op.attention.Attention;
import hone.engine.op.attention.CacheAppend;
import hone.engine.op.attention.CachedAttention;
import hone.engine.op.attention.PositionEmbedding;
import hone.engine.op.attention.RollingCacheAttention;
import hone.engine.op.attention.RotaryEmbedding;
import hone.engine.op.conv.AveragePool2d;
import hone.engine.op.conv.Conv2d;
import hone.engine.op.conv.ConvPool2d;
import hone.engine.op.conv.GlobalAveragePool2d;
import hone.engine.op.conv.MaxPool2d;
import hone.engine.op.elementwise.Add;
import hone.engine.op.elementwise.Binary;
import hone.engine.op.elementwise.Cast;
import hone.engine.op.elementwise.Chain;
import hone.engine.op.elementwise.Mul;
import hone.engine.op.elementwise.Unary;
import hone.engine.op.elementwise.Where;
import hone.engine.op.embedding.Embedding;
import hone.engine.op.matmul.F16Linear;
import hone.engine.op.matmul.Int4Linear;
import hone.engine.op.matmul.Int8Linear;
import hone.engine.op.matmul.Linear;
import hone.engine.op.matmul.MatMul;
import hone.engine.op.matmul.ZeroSkippingLinear;
import hone.engine.op.normalization.BatchNorm;
import hone.engine.op.normalization.LayerNorm;
import hone.engine.op.normalization.LogSoftmax;
import hone.engine.op.normalization.RmsNorm;
import hone.engine.op.normalization.Softmax;
import hone.engine.op.quantization.Dequantize;
import hone.engine.op.quantization.DynamicQuantize;
import hone.engine.op.quantization.IntegerConv2d;
import hone.engine.op.quantization.IntegerMatMul;
import hone.engine.op.quantization.Quantize;
import hone.engine.op.reduce.Reduce;
import hone.engine.op.shape.Concat;
import hone.engine.op.shape.Expand;
import hone.engine.op.shape.Flatten;
import hone.engine.op.shape.Gather;
import hone.engine.op.shape.Pad;
import hone.engine.op.shape.Permute;
import hone.engine.op.shape.Slice;
import hone.engine.op.shape.SwapAxes;
import hone.engine.op.shape.Tile;
import hone.engine.op.shape.Unflatten;
import java.util.List;
import java.util.Optional;

/** The ops that a saved model may contain. A file names an op by its kind, never by a class. */
public final class Ops {
    /** The visible list; a test fails for an op that is neither here nor one of training's. */
    public static final List<Class<? extends Op>> ALL = List.of(
            // Products
            MatMul.class,
            Linear.class,
            Int8Linear.class,
            Int4Linear.class,
            F16Linear.class,
            ZeroSkippingLinear.class,
            // Element by element
            Relu.class,
            Add.class,
            // Smooth activations and products
            Gelu.class,
            Silu.class,
            Tanh.class,
            Sigmoid.class,
            Mul.class,
            Chain.class,
            // Normalization
            Softmax.class,
            LayerNorm.class,
            RmsNorm.class,
            BatchNorm.class,
            // Convolutional networks
            Conv2d.class,
            MaxPool2d.class,
            AveragePool2d.class,
            GlobalAveragePool2d.class,
            Flatten.class,
            Unflatten.class,
            SwapAxes.class,
            ConvPool2d.class,
            // Transformers
            Attention.class,
            CachedAttention.class,
            CacheAppend.class,
            RollingCacheAttention.class,
            RotaryEmbedding.class,
            PositionEmbedding.class,
            Embedding.class,
            // What other programs' models have
            Unary.class,
            Binary.class,
            Where.class,
            Cast.class,
            Reduce.class,
            LogSoftmax.class,
            Permute.class,
            Concat.class,
            Slice.class,
            Pad.class,
            Expand.class,
            Tile.class,
            Gather.class,
            Quantize.class,
            Dequantize.class,
            DynamicQuantize.class,
            IntegerMatMul.class,
            IntegerConv2d.class);

    private Ops() {}

    /** The op of that kind; kinds are the records' simple names. */
    public static Optional<Class<? extends Op>> find(String kind) {
        return ALL.stream().filter(type -> type.getSimpleName().equals(kind)).findFirst();
    }
}
