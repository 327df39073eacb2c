package hone.engine.format.onnx.op;

import hone.engine.graph.Op;
import hone.engine.op.attention.CacheAppend;
import hone.engine.op.attention.CachedAttention;
import hone.engine.op.attention.RollingCacheAttention;
import hone.engine.op.conv.ConvPool2d;
import hone.engine.op.elementwise.Chain;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every op that can be said in ONNX. */
public final class OnnxMappings {
    /** The visible list; a test fails for an op of {@link hone.engine.op.Ops#ALL} that is neither here nor below. */
    public static final List<OnnxMapping<?>> ALL = List.of(
            // Matrix products
            new MatMulInOnnx(),
            new LinearInOnnx(),
            new Int8LinearInOnnx(),
            new Int4LinearInOnnx(),
            new F16LinearInOnnx(),
            new ZeroSkippingLinearInOnnx(),
            // Element by element
            new ReluInOnnx(),
            new AddInOnnx(),
            // Normalization with the statistics of training
            new BatchNormInOnnx(),
            // Convolutional networks
            new Conv2dInOnnx(),
            new MaxPool2dInOnnx(),
            new AveragePool2dInOnnx(),
            new GlobalAveragePool2dInOnnx(),
            new FlattenInOnnx(),
            new UnflattenInOnnx(),
            new SwapAxesInOnnx(),
            // Transformers
            new AttentionInOnnx(),
            new RotaryEmbeddingInOnnx(),
            new PositionEmbeddingInOnnx(),
            new EmbeddingInOnnx(),
            // Normalization
            new SoftmaxInOnnx(),
            new LayerNormInOnnx(),
            new RmsNormInOnnx(),
            // Smooth activations and products
            new GeluInOnnx(),
            new SiluInOnnx(),
            new TanhInOnnx(),
            new SigmoidInOnnx(),
            new MulInOnnx(),
            // What other programs' models have
            new UnaryInOnnx(),
            new BinaryInOnnx(),
            new WhereInOnnx(),
            new CastInOnnx(),
            new ReduceInOnnx(),
            new LogSoftmaxInOnnx(),
            new PermuteInOnnx(),
            new ConcatInOnnx(),
            new SliceInOnnx(),
            new PadInOnnx(),
            new ExpandInOnnx(),
            new TileInOnnx(),
            new GatherInOnnx(),
            new QuantizeInOnnx(),
            new DequantizeInOnnx(),
            new DynamicQuantizeInOnnx(),
            new IntegerMatMulInOnnx(),
            new IntegerConv2dInOnnx());

    /** Ops of saved models that cannot, each with the reason as a clause. */
    public static final Map<Class<? extends Op>, String> WITHOUT = Map.ofEntries(
            Map.entry(CachedAttention.class, "it reads a cache kept from run to run, and ONNX graphs keep nothing"),
            Map.entry(CacheAppend.class, "it updates a cache kept from run to run, and ONNX graphs keep nothing"),
            Map.entry(
                    RollingCacheAttention.class,
                    "it updates a cache kept from run to run, and ONNX graphs keep nothing"),
            Map.entry(Chain.class, "the exporter takes it apart into its steps"),
            // Convolutional networks
            Map.entry(ConvPool2d.class, "it is taken apart into a convolution and a pooling before"));

    private OnnxMappings() {}

    /** The mapping of this op, if there is one. */
    @SuppressWarnings("unchecked")
    public static <O extends Op> Optional<OnnxMapping<O>> find(O op) {
        return ALL.stream()
                .filter(mapping -> mapping.op().isInstance(op))
                .map(mapping -> (OnnxMapping<O>) mapping)
                .findFirst();
    }
}
