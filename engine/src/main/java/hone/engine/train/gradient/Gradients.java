package hone.engine.train.gradient;

import hone.engine.InvalidInput;
import hone.engine.graph.Graph;
import hone.engine.graph.Node;
import hone.engine.graph.Op;
import hone.engine.op.activation.ActivationGradient;
import hone.engine.op.activation.Gelu;
import hone.engine.op.activation.ReluGradient;
import hone.engine.op.activation.Sigmoid;
import hone.engine.op.activation.Silu;
import hone.engine.op.activation.Tanh;
import hone.engine.op.attention.AttentionGradient;
import hone.engine.op.attention.CacheAppend;
import hone.engine.op.attention.CachedAttention;
import hone.engine.op.attention.PositionEmbeddingGradient;
import hone.engine.op.attention.RollingCacheAttention;
import hone.engine.op.attention.RotaryEmbeddingGradient;
import hone.engine.op.conv.AveragePool2dGradient;
import hone.engine.op.conv.Col2im;
import hone.engine.op.conv.ConvPool2d;
import hone.engine.op.conv.Im2col;
import hone.engine.op.conv.MaxPool2dGradient;
import hone.engine.op.elementwise.Binary;
import hone.engine.op.elementwise.Cast;
import hone.engine.op.elementwise.Chain;
import hone.engine.op.elementwise.Unary;
import hone.engine.op.elementwise.Where;
import hone.engine.op.embedding.EmbeddingGradient;
import hone.engine.op.loss.CrossEntropyGradient;
import hone.engine.op.loss.MeanSquaredErrorGradient;
import hone.engine.op.matmul.F16Linear;
import hone.engine.op.matmul.Int4Linear;
import hone.engine.op.matmul.Int8Linear;
import hone.engine.op.matmul.ZeroSkippingLinear;
import hone.engine.op.normalization.BatchNorm;
import hone.engine.op.normalization.BatchNormGradient;
import hone.engine.op.normalization.LogSoftmax;
import hone.engine.op.normalization.NormalizationGradient;
import hone.engine.op.normalization.NormalizedProduct;
import hone.engine.op.normalization.RunningStatistics;
import hone.engine.op.normalization.SoftmaxGradient;
import hone.engine.op.optimizer.Accumulate;
import hone.engine.op.optimizer.AdamStep;
import hone.engine.op.optimizer.ClipFactor;
import hone.engine.op.optimizer.Scale;
import hone.engine.op.optimizer.SgdStep;
import hone.engine.op.quantization.Dequantize;
import hone.engine.op.quantization.DynamicQuantize;
import hone.engine.op.quantization.IntegerConv2d;
import hone.engine.op.quantization.IntegerMatMul;
import hone.engine.op.quantization.Quantize;
import hone.engine.op.reduce.Reduce;
import hone.engine.op.reduce.SumChannels;
import hone.engine.op.reduce.SumRows;
import hone.engine.op.shape.Concat;
import hone.engine.op.shape.Expand;
import hone.engine.op.shape.Gather;
import hone.engine.op.shape.Pad;
import hone.engine.op.shape.Permute;
import hone.engine.op.shape.Slice;
import hone.engine.op.shape.Tile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every gradient rule there is, and every op that has none, with the reason. A test fails for an op in neither list. */
public final class Gradients {
    private static final String A_GRADIENT = "it is a gradient itself, and second derivatives are not needed";

    private static final String IMPORTED = "it only comes with models of other programs, which are used as they are";

    private static final String ROUNDED = "rounding has a gradient of 0 almost everywhere";

    /** The visible list. */
    public static final List<GradientRule<?>> ALL = List.of(
            // Products
            new MatMulRule(),
            new LinearRule(),
            // Element by element
            new ReluRule(),
            new SmoothRule<>(Gelu.class),
            new SmoothRule<>(Silu.class),
            new SmoothRule<>(Tanh.class),
            new SmoothRule<>(Sigmoid.class),
            new AddRule(),
            new MulRule(),
            // Normalization
            new SoftmaxRule(),
            new LayerNormRule(),
            new RmsNormRule(),
            new BatchNormTrainingRule(),
            // Convolutional networks
            new Conv2dRule(),
            new MaxPool2dRule(),
            new AveragePool2dRule(),
            new GlobalAveragePool2dRule(),
            new FlattenRule(),
            new UnflattenRule(),
            new SwapAxesRule(),
            // Transformers
            new AttentionRule(),
            new RotaryEmbeddingRule(),
            new EmbeddingRule(),
            new PositionEmbeddingRule(),
            // Dropout
            new DropoutRule(),
            // Losses
            new CrossEntropyRule(),
            new MeanSquaredErrorRule());

    /** The ops that training cannot pass through, and why. */
    public static final Map<Class<? extends Op>, String> WITHOUT = Map.ofEntries(
            Map.entry(
                    Int8Linear.class,
                    "rounding has a gradient of 0 almost everywhere; train in float32 and quantize after"),
            Map.entry(
                    Int4Linear.class,
                    "rounding has a gradient of 0 almost everywhere; train in float32 and quantize after"),
            Map.entry(F16Linear.class, "its weight is for storage; train in float32 and convert after"),
            Map.entry(
                    ZeroSkippingLinear.class, "it is for inference; train with the linear layer and turn to it after"),
            Map.entry(ReluGradient.class, A_GRADIENT),
            Map.entry(CrossEntropyGradient.class, A_GRADIENT),
            Map.entry(MeanSquaredErrorGradient.class, A_GRADIENT),
            Map.entry(SumRows.class, "it only occurs in gradients, and second derivatives are not needed"),
            Map.entry(SgdStep.class, "it updates in place"),
            Map.entry(AdamStep.class, "it updates in place"),
            Map.entry(Accumulate.class, "it comes after the gradients"),
            Map.entry(ClipFactor.class, "it comes after the gradients"),
            Map.entry(Scale.class, "it comes after the gradients"),
            Map.entry(ActivationGradient.class, A_GRADIENT),
            Map.entry(SoftmaxGradient.class, A_GRADIENT),
            Map.entry(NormalizationGradient.class, A_GRADIENT),
            Map.entry(NormalizedProduct.class, A_GRADIENT),
            Map.entry(Im2col.class, A_GRADIENT),
            Map.entry(Col2im.class, A_GRADIENT),
            Map.entry(SumChannels.class, A_GRADIENT),
            Map.entry(MaxPool2dGradient.class, A_GRADIENT),
            Map.entry(AveragePool2dGradient.class, A_GRADIENT),
            Map.entry(AttentionGradient.class, A_GRADIENT),
            Map.entry(RotaryEmbeddingGradient.class, A_GRADIENT),
            Map.entry(EmbeddingGradient.class, A_GRADIENT),
            Map.entry(PositionEmbeddingGradient.class, A_GRADIENT),
            Map.entry(BatchNormGradient.class, A_GRADIENT),
            Map.entry(RunningStatistics.class, "it updates in place"),
            // Smooth activations and products
            Map.entry(Chain.class, "what lies between its steps is not kept; train first and fuse after"),
            // Normalization
            Map.entry(
                    BatchNorm.class,
                    "it has the statistics of a training that is over; BatchNormTraining takes its place in training"),
            // Convolutional networks
            Map.entry(ConvPool2d.class, "the convolution's result is not kept; train first and fuse after"),
            // Transformers
            Map.entry(CachedAttention.class, "a cache is for generating; train with Attention"),
            Map.entry(CacheAppend.class, "it updates in place"),
            Map.entry(RollingCacheAttention.class, "a cache is for generating; train with Attention"),
            // What other programs' models have
            Map.entry(Unary.class, IMPORTED),
            Map.entry(Binary.class, IMPORTED),
            Map.entry(Where.class, IMPORTED),
            Map.entry(Cast.class, IMPORTED),
            Map.entry(Reduce.class, IMPORTED),
            Map.entry(LogSoftmax.class, IMPORTED),
            Map.entry(Permute.class, IMPORTED),
            Map.entry(Concat.class, IMPORTED),
            Map.entry(Slice.class, IMPORTED),
            Map.entry(Pad.class, IMPORTED),
            Map.entry(Expand.class, IMPORTED),
            Map.entry(Tile.class, IMPORTED),
            Map.entry(Gather.class, IMPORTED),
            Map.entry(Quantize.class, ROUNDED),
            Map.entry(Dequantize.class, ROUNDED),
            Map.entry(DynamicQuantize.class, ROUNDED),
            Map.entry(IntegerMatMul.class, ROUNDED),
            Map.entry(IntegerConv2d.class, ROUNDED));

    private Gradients() {}

    /**
     * What keeps a graph from being trained: the kinds of ops without a gradient, each with its nodes and the reason. Batch
     * normalization is none, as another op takes its place in training.
     */
    public static List<String> obstacles(Graph graph) {
        Map<Class<?>, List<String>> nodes = new LinkedHashMap<>();
        for (Node.Apply node : graph.applications()) {
            Class<? extends Op> kind = node.op().getClass();
            if (WITHOUT.containsKey(kind) && kind != BatchNorm.class) {
                nodes.computeIfAbsent(kind, _ -> new ArrayList<>()).add(node.name());
            }
        }
        return nodes.entrySet().stream()
                .map(entry -> entry.getKey().getSimpleName() + " (node " + String.join(", node ", entry.getValue())
                        + ": " + WITHOUT.get(entry.getKey()) + ")")
                .toList();
    }

    /**
     * The rule for an op.
     *
     * @param node the op's place, for the message
     * @throws InvalidInput if it has none, with the reason
     */
    @SuppressWarnings("unchecked")
    static <O extends Op> GradientRule<O> ruleFor(O op, String node) {
        return ALL.stream()
                .filter(rule -> rule.op().isInstance(op))
                .map(rule -> (GradientRule<O>) rule)
                .findFirst()
                .orElseThrow(() -> new InvalidInput(
                        op.kind() + " cannot be trained",
                        "node " + node,
                        WITHOUT.getOrDefault(op.getClass(), "it has no gradient rule")));
    }
}
