package hone.engine.format.onnx.lowering;

import java.util.List;
import java.util.Set;

/** Every way from ONNX to the engine's ops. */
final class Lowerings {
    /**
     * The visible list. Of those that take an operator the first that lowers a node counts, so patterns stand before the
     * operators that they end in; a test brings every op that has a mapping to ONNX back.
     */
    static final List<Lowering> ALL = List.of(
            // Patterns of several operators
            new AttentionLowering(),
            new RotaryEmbeddingLowering(),
            new PositionEmbeddingLowering(),
            new RmsNormLowering(),
            new LayerNormPattern(),
            new GeluPattern(),
            new SiluLowering(),
            new BiasLowering(),
            // Matrix products
            new GemmLowering(),
            new MatMulLowering(),
            new SplitLinearLowering(),
            // Convolutional networks
            new ConvLowering(),
            new PoolLowering(),
            new GlobalPoolLowering(),
            new BatchNormLowering(),
            // Transformers
            new AttentionOperatorLowering(),
            new EmbeddingLowering(),
            new LayerNormLowering(),
            new SoftmaxLowering(),
            // Element by element
            new ActivationLowering(),
            new ElementwiseLowering(),
            new AffineLowering(),
            // Shapes, and what changes nothing
            new ReshapeLowering(),
            new TransposeLowering(),
            new PassingLowering(),
            // What has no op of its own in models of ours
            new ClipLowering(),
            new UnaryLowering(),
            new BinaryLowering(),
            new ManyLowering(),
            new ChoiceLowering(),
            new CastLowering(),
            new ReduceLowering(),
            new ConcatLowering(),
            new SliceLowering(),
            new SplitLowering(),
            new PadLowering(),
            new RepeatLowering(),
            new GatherLowering(),
            new QuantizeLowering(),
            new IntegerLowering());

    private Lowerings() {}

    /** Those that take this operator, in their order. */
    static List<Lowering> of(String operator) {
        return ALL.stream()
                .filter(lowering -> lowering.operators().contains(operator))
                .toList();
    }

    /** Whether a name belongs to the standard operators' domain. */
    static boolean standard(String domain) {
        return Set.of("", "ai.onnx").contains(domain);
    }
}
