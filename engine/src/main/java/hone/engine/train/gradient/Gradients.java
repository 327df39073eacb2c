package hone.engine.train.gradient;

import hone.engine.InvalidInput;
import hone.engine.graph.Op;
import hone.engine.op.activation.Gelu;
import hone.engine.op.activation.ReluGradient;
import hone.engine.op.activation.Sigmoid;
import hone.engine.op.activation.Silu;
import hone.engine.op.activation.Tanh;
import hone.engine.op.attention.Attention;
import hone.engine.op.attention.CacheAppend;
import hone.engine.op.attention.CachedAttention;
import hone.engine.op.attention.PositionEmbedding;
import hone.engine.op.attention.RotaryEmbedding;
import hone.engine.op.conv.AveragePool2d;
import hone.engine.op.conv.Conv2d;
import hone.engine.op.conv.ConvPool2d;
import hone.engine.op.conv.GlobalAveragePool2d;
import hone.engine.op.conv.MaxPool2d;
import hone.engine.op.elementwise.Chain;
import hone.engine.op.elementwise.Mul;
import hone.engine.op.embedding.Embedding;
import hone.engine.op.loss.CrossEntropyGradient;
import hone.engine.op.matmul.F16Linear;
import hone.engine.op.matmul.Int4Linear;
import hone.engine.op.matmul.Int8Linear;
import hone.engine.op.matmul.ZeroSkippingLinear;
import hone.engine.op.normalization.BatchNorm;
import hone.engine.op.normalization.LayerNorm;
import hone.engine.op.normalization.RmsNorm;
import hone.engine.op.normalization.Softmax;
import hone.engine.op.optimizer.AdamStep;
import hone.engine.op.optimizer.SgdStep;
import hone.engine.op.reduce.SumRows;
import hone.engine.op.shape.Flatten;
import java.util.List;
import java.util.Map;

/** Every gradient rule there is, and every op that has none, with the reason. A test fails for an op in neither list. */
public final class Gradients {
    private static final String NO_RULE_YET = "it has no gradient rule yet";

    /** The visible list. */
    public static final List<GradientRule<?>> ALL =
            List.of(new MatMulRule(), new LinearRule(), new ReluRule(), new AddRule(), new CrossEntropyRule());

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
            Map.entry(ReluGradient.class, "it is a gradient itself, and second derivatives are not needed"),
            Map.entry(CrossEntropyGradient.class, "it is a gradient itself, and second derivatives are not needed"),
            Map.entry(SumRows.class, "it only occurs in gradients, and second derivatives are not needed"),
            Map.entry(SgdStep.class, "it updates in place"),
            Map.entry(AdamStep.class, "it updates in place"),
            // Smooth activations and products
            Map.entry(Gelu.class, NO_RULE_YET),
            Map.entry(Silu.class, NO_RULE_YET),
            Map.entry(Tanh.class, NO_RULE_YET),
            Map.entry(Sigmoid.class, NO_RULE_YET),
            Map.entry(Mul.class, NO_RULE_YET),
            Map.entry(Chain.class, "what lies between its steps is not kept; train first and fuse after"),
            // Normalization
            Map.entry(Softmax.class, NO_RULE_YET),
            Map.entry(LayerNorm.class, NO_RULE_YET),
            Map.entry(RmsNorm.class, NO_RULE_YET),
            Map.entry(BatchNorm.class, "it has the statistics of a training that is over"),
            // Convolutional networks
            Map.entry(Conv2d.class, NO_RULE_YET),
            Map.entry(MaxPool2d.class, NO_RULE_YET),
            Map.entry(AveragePool2d.class, NO_RULE_YET),
            Map.entry(GlobalAveragePool2d.class, NO_RULE_YET),
            Map.entry(Flatten.class, NO_RULE_YET),
            Map.entry(ConvPool2d.class, NO_RULE_YET),
            // Transformers
            Map.entry(Attention.class, NO_RULE_YET),
            Map.entry(RotaryEmbedding.class, NO_RULE_YET),
            Map.entry(PositionEmbedding.class, NO_RULE_YET),
            Map.entry(Embedding.class, NO_RULE_YET),
            Map.entry(CachedAttention.class, "a cache is for generating; train with Attention"),
            Map.entry(CacheAppend.class, "it updates in place"));

    private Gradients() {}

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
