package hone.profiler.costs;

import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Op;
import hone.engine.graph.Value;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.activation.Activation;
import hone.engine.op.activation.ActivationGradient;
import hone.engine.op.activation.Gelu;
import hone.engine.op.activation.Relu;
import hone.engine.op.activation.ReluGradient;
import hone.engine.op.activation.Sigmoid;
import hone.engine.op.activation.Silu;
import hone.engine.op.activation.Tanh;
import hone.engine.op.attention.Attention;
import hone.engine.op.attention.AttentionGradient;
import hone.engine.op.attention.RollingCacheAttention;
import hone.engine.op.attention.RotaryEmbedding;
import hone.engine.op.attention.RotaryEmbeddingGradient;
import hone.engine.op.conv.Conv2d;
import hone.engine.op.conv.ConvPool2d;
import hone.engine.op.conv.GlobalAveragePool2d;
import hone.engine.op.conv.MaxPool2d;
import hone.engine.op.elementwise.Add;
import hone.engine.op.elementwise.Binary;
import hone.engine.op.elementwise.BinaryFunction;
import hone.engine.op.elementwise.Chain;
import hone.engine.op.elementwise.ChainFunction;
import hone.engine.op.elementwise.ChainStep;
import hone.engine.op.elementwise.Mul;
import hone.engine.op.elementwise.Unary;
import hone.engine.op.elementwise.UnaryFunction;
import hone.engine.op.matmul.F16Linear;
import hone.engine.op.matmul.Int4Linear;
import hone.engine.op.matmul.Int8Linear;
import hone.engine.op.matmul.Linear;
import hone.engine.op.matmul.ZeroSkippingLinear;
import hone.engine.op.normalization.BatchNorm;
import hone.engine.op.normalization.LayerNorm;
import hone.engine.op.normalization.RmsNorm;
import hone.engine.op.normalization.Softmax;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * What the machine is measured on: layers of 512 inputs and 128 outputs, whose weights fit a second-level cache as those of
 * the models that ship do, and images of 16 channels. Ops with one kernel only and the steps of optimizers keep typical costs:
 * there is nothing to choose, or nothing that reads the same memory twice.
 */
final class CostSubjects {
    private static final int IN = 512;
    private static final int OUT = 128;
    private static final int HEADS = 8;
    private static final int TOKENS = 64;
    private static final int POSITIONS = 1024;
    private static final int GROUP = 32;
    private static final int CHANNELS = 16;
    private static final int SIDE = 14;
    private static final int MOST_ROWS = 1 << 20;
    private static final float EPSILON = 1e-5f;
    private static final double ZEROS = 0.8;

    private final MemoryRegion region;

    /** Subjects whose weights lie in this region. */
    CostSubjects(MemoryRegion region) {
        this.region = region;
    }

    /** A layer of floats. */
    CostSubject linear() {
        return linear(0);
    }

    /** What dense kernels are timed on; a kernel takes the first that it can run. */
    List<CostSubject> dense() {
        List<CostSubject> all = new ArrayList<>(List.of(linear(), int8(false, 0), int8(true, 0), f16(), int4()));
        all.add(layer(new ZeroSkippingLinear(true, Activation.NONE), DType.F32, 0));
        for (Op op : List.of(new Relu(), new Gelu(true), new Silu(), new Tanh(), new Sigmoid(), new Softmax())) {
            all.add(CostSubject.of(region, op, rows()));
        }
        all.add(CostSubject.of(region, new Unary(UnaryFunction.LEAKY_RELU, 0.1, 0), rows()));
        for (Op op : List.of(new Add(), new Mul(), new Binary(BinaryFunction.SUB), new ReluGradient())) {
            all.add(CostSubject.of(region, op, rows(), 2, List.of()));
        }
        List<ChainStep> steps = List.of(new ChainStep(ChainFunction.ADD, 1), new ChainStep(ChainFunction.GELU_TANH, 0));
        all.add(CostSubject.of(region, new Chain(steps), rows(), 2, List.of()));
        TensorType perInput = TensorType.f32((long) IN);
        all.add(CostSubject.of(region, new LayerNorm(EPSILON), rows(), 1, List.of(perInput, perInput)));
        all.add(CostSubject.of(region, new RmsNorm(EPSILON), rows(), 1, List.of(perInput)));
        all.add(CostSubject.of(region, new Attention(HEADS, HEADS, false), sequence(), 3, List.of())
                .at(TOKENS));
        all.add(CostSubject.of(
                region,
                new RotaryEmbedding(IN / HEADS, POSITIONS, RotaryEmbedding.USUAL_BASE),
                sequence(),
                1,
                List.of(TensorType.of(DType.I32, Shape.of(1)))));
        all.add(CostSubject.cached(
                region,
                new RollingCacheAttention(HEADS, HEADS, POSITIONS),
                sequence(),
                TensorType.f32((long) POSITIONS, IN)));
        all.addAll(gradients());
        images().stream().map(images -> images.at(1)).forEach(all::add);
        return all;
    }

    /** What training has beside, where there is a choice of kernels. */
    private List<CostSubject> gradients() {
        Attention attention = new Attention(HEADS, HEADS, false);
        RotaryEmbedding rotation = new RotaryEmbedding(IN / HEADS, POSITIONS, RotaryEmbedding.USUAL_BASE);
        return List.of(
                CostSubject.of(region, new ActivationGradient(Activation.SILU), rows(), 2, List.of()),
                CostSubject.of(region, new AttentionGradient(attention), sequence(), 4, List.of())
                        .at(TOKENS),
                CostSubject.of(
                        region,
                        new RotaryEmbeddingGradient(rotation),
                        sequence(),
                        1,
                        List.of(TensorType.of(DType.I32, Shape.of(1)))));
    }

    /** The same with four weights of five at zero, and one with two of each four, for the kernel that needs that. */
    List<CostSubject> sparse() {
        return List.of(linear(ZEROS), twoOfFour(), int8(false, ZEROS), int8(true, ZEROS));
    }

    /** A chain of rectifiers, each an op of its own. */
    static Graph rectifiers(int length) {
        GraphBuilder builder = new GraphBuilder();
        Value value = builder.input("x", rows());
        for (int i = 0; i < length; i++) {
            value = builder.apply("layer" + i, new Relu(), value);
        }
        return builder.output("y", value).build();
    }

    private List<CostSubject> images() {
        TensorType images =
                TensorType.f32(Dim.symbol("batch", MOST_ROWS), Dim.of(CHANNELS), Dim.of(SIDE), Dim.of(SIDE));
        TensorType perChannel = TensorType.f32((long) CHANNELS);
        Conv2d conv = Conv2d.padded(1);
        Conv2d depthwise =
                new Conv2d(conv.stride(), conv.padding(), conv.dilation(), CHANNELS, true, conv.activation());
        List<TensorType> weights =
                List.of(TensorType.f32(2L * CHANNELS, CHANNELS, 3, 3), TensorType.f32(2L * CHANNELS));
        return List.of(
                CostSubject.of(region, conv, images, 1, weights),
                CostSubject.of(region, depthwise, images, 1, List.of(TensorType.f32(CHANNELS, 1, 3, 3), perChannel)),
                CostSubject.of(region, new ConvPool2d(conv, MaxPool2d.square(2)), images, 1, weights),
                CostSubject.of(region, MaxPool2d.square(2), images),
                CostSubject.of(region, new GlobalAveragePool2d(), images),
                CostSubject.of(
                        region,
                        new BatchNorm(EPSILON),
                        images,
                        1,
                        List.of(perChannel, perChannel, perChannel, perChannel)));
    }

    private CostSubject linear(double zeros) {
        return layer(new Linear(true), DType.F32, zeros);
    }

    private CostSubject f16() {
        return layer(new F16Linear(), DType.F16, 0);
    }

    private CostSubject layer(Op op, DType dtype, double zeros) {
        List<TensorType> weights = List.of(TensorType.of(dtype, Shape.of(OUT, IN)), TensorType.f32((long) OUT));
        return CostSubject.of(region, op, rows(), 1, weights, zeros);
    }

    private CostSubject int8(boolean activations, double zeros) {
        List<TensorType> weights = new ArrayList<>(List.of(
                TensorType.of(DType.I8, Shape.of(OUT, IN)), TensorType.f32((long) OUT), TensorType.f32((long) OUT)));
        if (activations) {
            weights.add(TensorType.f32(1L));
        }
        return CostSubject.of(region, new Int8Linear(activations), rows(), 1, weights, zeros);
    }

    private CostSubject int4() {
        Int4Linear op = new Int4Linear(GROUP);
        List<TensorType> weights = List.of(
                TensorType.of(DType.U8, Shape.of(OUT, Int4Linear.rowBytes(IN))),
                TensorType.f32(OUT, op.groups(IN)),
                TensorType.f32((long) OUT));
        return CostSubject.of(region, op, rows(), 1, weights);
    }

    private CostSubject twoOfFour() {
        CostSubject layer = linear(0);
        for (Tensor weight : layer.weights().values()) {
            if (weight.shape().rank() == 2) {
                for (long i = 0; i < weight.shape().elements(); i += 4) {
                    weight.setFloat(i + i / 4 % 2, 0);
                    weight.setFloat(i + 2 + i / 8 % 2, 0);
                }
            }
        }
        return layer;
    }

    private static TensorType rows() {
        return TensorType.f32(Dim.symbol("batch", MOST_ROWS), Dim.of(IN));
    }

    /** Rows of one sequence. */
    private static TensorType sequence() {
        return TensorType.f32(Dim.of(1), Dim.symbol("batch", POSITIONS), Dim.of(IN));
    }
}
