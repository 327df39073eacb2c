package hone.engine.kernel;

import hone.engine.graph.Op;
import hone.engine.kernel.activation.ReorderedActivationGradient;
import hone.engine.kernel.activation.ReorderedGelu;
import hone.engine.kernel.activation.ReorderedRelu;
import hone.engine.kernel.activation.ReorderedReluGradient;
import hone.engine.kernel.activation.ReorderedSigmoid;
import hone.engine.kernel.activation.ReorderedSilu;
import hone.engine.kernel.activation.ReorderedTanh;
import hone.engine.kernel.activation.SimdActivationGradient;
import hone.engine.kernel.activation.SimdGelu;
import hone.engine.kernel.activation.SimdRelu;
import hone.engine.kernel.activation.SimdReluGradient;
import hone.engine.kernel.activation.SimdSigmoid;
import hone.engine.kernel.activation.SimdSilu;
import hone.engine.kernel.activation.SimdTanh;
import hone.engine.kernel.attention.CopyCacheAppend;
import hone.engine.kernel.attention.FusedAttention;
import hone.engine.kernel.attention.NaiveAttention;
import hone.engine.kernel.attention.ReorderedAttention;
import hone.engine.kernel.attention.ReorderedAttentionGradient;
import hone.engine.kernel.attention.ReorderedPositions;
import hone.engine.kernel.attention.ReorderedPositionsGradient;
import hone.engine.kernel.attention.ReorderedRollingAttention;
import hone.engine.kernel.attention.ReorderedRotary;
import hone.engine.kernel.attention.ReorderedRotaryGradient;
import hone.engine.kernel.attention.SimdAttentionGradient;
import hone.engine.kernel.attention.SimdRollingAttention;
import hone.engine.kernel.attention.SimdRotary;
import hone.engine.kernel.attention.SimdRotaryGradient;
import hone.engine.kernel.attention.TiledAttention;
import hone.engine.kernel.chain.ReorderedChain;
import hone.engine.kernel.chain.SimdChain;
import hone.engine.kernel.conv.DepthwiseConv2d;
import hone.engine.kernel.conv.DirectConv2d;
import hone.engine.kernel.conv.Im2colConv2d;
import hone.engine.kernel.conv.NaiveConv2d;
import hone.engine.kernel.conv.NhwcConv2d;
import hone.engine.kernel.conv.NhwcConvPool2d;
import hone.engine.kernel.conv.ReorderedCol2im;
import hone.engine.kernel.conv.ReorderedConv2d;
import hone.engine.kernel.conv.ReorderedIm2col;
import hone.engine.kernel.conv.StagedConvPool2d;
import hone.engine.kernel.conv.WinogradConvPool2d;
import hone.engine.kernel.dropout.ReorderedDropout;
import hone.engine.kernel.elementwise.ReorderedAdd;
import hone.engine.kernel.elementwise.ReorderedBinary;
import hone.engine.kernel.elementwise.ReorderedCast;
import hone.engine.kernel.elementwise.ReorderedMul;
import hone.engine.kernel.elementwise.ReorderedUnary;
import hone.engine.kernel.elementwise.ReorderedWhere;
import hone.engine.kernel.elementwise.SimdAdd;
import hone.engine.kernel.elementwise.SimdBinary;
import hone.engine.kernel.elementwise.SimdMul;
import hone.engine.kernel.elementwise.SimdUnary;
import hone.engine.kernel.embedding.CopyEmbedding;
import hone.engine.kernel.embedding.ReorderedEmbeddingGradient;
import hone.engine.kernel.f16.ReorderedF16Linear;
import hone.engine.kernel.f16.SimdF16Linear;
import hone.engine.kernel.int4.ReorderedInt4Linear;
import hone.engine.kernel.int4.SimdInt4Linear;
import hone.engine.kernel.int8.ReorderedInt8ActivationsLinear;
import hone.engine.kernel.int8.ReorderedInt8Linear;
import hone.engine.kernel.int8.SimdInt8ActivationsLinear;
import hone.engine.kernel.int8.SimdInt8Linear;
import hone.engine.kernel.loss.ReorderedCrossEntropy;
import hone.engine.kernel.loss.ReorderedCrossEntropyGradient;
import hone.engine.kernel.loss.ReorderedMeanSquaredError;
import hone.engine.kernel.loss.ReorderedMeanSquaredErrorGradient;
import hone.engine.kernel.matmul.BoxedMatMul;
import hone.engine.kernel.matmul.NaiveMatMul;
import hone.engine.kernel.matmul.NativeMatMul;
import hone.engine.kernel.matmul.PackedMatMul;
import hone.engine.kernel.matmul.ReorderedMatMul;
import hone.engine.kernel.matmul.SimdMatMul;
import hone.engine.kernel.matmul.TiledMatMul;
import hone.engine.kernel.normalization.ReorderedBatchNorm;
import hone.engine.kernel.normalization.ReorderedBatchNormGradient;
import hone.engine.kernel.normalization.ReorderedBatchNormTraining;
import hone.engine.kernel.normalization.ReorderedLayerNorm;
import hone.engine.kernel.normalization.ReorderedLogSoftmax;
import hone.engine.kernel.normalization.ReorderedNormalizationGradient;
import hone.engine.kernel.normalization.ReorderedNormalizedProduct;
import hone.engine.kernel.normalization.ReorderedRmsNorm;
import hone.engine.kernel.normalization.ReorderedRunningStatistics;
import hone.engine.kernel.normalization.ReorderedSoftmax;
import hone.engine.kernel.normalization.ReorderedSoftmaxGradient;
import hone.engine.kernel.normalization.SimdBatchNorm;
import hone.engine.kernel.normalization.SimdLayerNorm;
import hone.engine.kernel.normalization.SimdRmsNorm;
import hone.engine.kernel.normalization.SimdSoftmax;
import hone.engine.kernel.optimizer.ReorderedAccumulate;
import hone.engine.kernel.optimizer.ReorderedAdamStep;
import hone.engine.kernel.optimizer.ReorderedClipFactor;
import hone.engine.kernel.optimizer.ReorderedScale;
import hone.engine.kernel.optimizer.ReorderedSgdStep;
import hone.engine.kernel.optimizer.SimdAdamStep;
import hone.engine.kernel.optimizer.SimdSgdStep;
import hone.engine.kernel.pool.ReorderedAveragePool2dGradient;
import hone.engine.kernel.pool.ReorderedGlobalAveragePool2d;
import hone.engine.kernel.pool.ReorderedMaxPool2dGradient;
import hone.engine.kernel.pool.ReorderedPool2d;
import hone.engine.kernel.pool.SimdGlobalAveragePool2d;
import hone.engine.kernel.pool.SimdPool2d;
import hone.engine.kernel.quantization.ReorderedDequantize;
import hone.engine.kernel.quantization.ReorderedDynamicQuantize;
import hone.engine.kernel.quantization.ReorderedIntegerConv2d;
import hone.engine.kernel.quantization.ReorderedIntegerMatMul;
import hone.engine.kernel.quantization.ReorderedQuantize;
import hone.engine.kernel.reduce.ReorderedReduce;
import hone.engine.kernel.reduce.ReorderedSumChannels;
import hone.engine.kernel.reduce.ReorderedSumRows;
import hone.engine.kernel.shape.CopyConcat;
import hone.engine.kernel.shape.CopyFlatten;
import hone.engine.kernel.shape.CopyGather;
import hone.engine.kernel.shape.CopyUnflatten;
import hone.engine.kernel.shape.ReorderedPad;
import hone.engine.kernel.shape.ReorderedSwapAxes;
import hone.engine.kernel.shape.StridedExpand;
import hone.engine.kernel.shape.StridedPermute;
import hone.engine.kernel.shape.StridedSlice;
import hone.engine.kernel.shape.StridedTile;
import hone.engine.kernel.skipping.ReorderedZeroSkipping;
import hone.engine.kernel.skipping.SimdZeroSkipping;
import hone.engine.kernel.sparse.CsrMatMul;
import hone.engine.kernel.sparse.SimdBlockMatMul;
import hone.engine.kernel.sparse.SimdInt8SellLinear;
import hone.engine.kernel.sparse.SimdSellMatMul;
import hone.engine.kernel.sparse.SimdTwoOfFourMatMul;
import java.util.List;

/** Every kernel there is, family by family, each family from its slowest rung to its fastest. */
public final class Kernels {
    /** The visible list; the planner knows no other kernels, and a test fails for an unlisted one. */
    public static final List<Kernel<?>> ALL = List.of(
            // Matrix products
            new BoxedMatMul(),
            new NaiveMatMul(),
            new ReorderedMatMul(),
            new TiledMatMul(),
            new SimdMatMul(),
            new PackedMatMul(),
            new NativeMatMul(),
            // The same without the zeros of a pruned weight
            new CsrMatMul(),
            new SimdSellMatMul(),
            new SimdBlockMatMul(),
            new SimdTwoOfFourMatMul(),
            // The same with INT8 weights, first with float32 and then with INT8 activations
            new ReorderedInt8Linear(),
            new SimdInt8Linear(),
            new ReorderedInt8ActivationsLinear(),
            new SimdInt8ActivationsLinear(),
            // And without the zeros of a pruned INT8 weight
            new SimdInt8SellLinear(),
            // The same with float16 weights
            new ReorderedF16Linear(),
            new SimdF16Linear(),
            // The same with INT4 weights
            new ReorderedInt4Linear(),
            new SimdInt4Linear(),
            // Rectifier and its gradient
            new ReorderedRelu(),
            new SimdRelu(),
            new ReorderedReluGradient(),
            new SimdReluGradient(),
            // Element by element
            new ReorderedAdd(),
            new SimdAdd(),
            // Smooth activations and products
            new ReorderedGelu(),
            new SimdGelu(),
            new ReorderedSilu(),
            new SimdSilu(),
            new ReorderedTanh(),
            new SimdTanh(),
            new ReorderedSigmoid(),
            new SimdSigmoid(),
            new ReorderedMul(),
            new SimdMul(),
            // Chains of them
            new ReorderedChain(),
            new SimdChain(),
            // Normalization
            new ReorderedSoftmax(),
            new SimdSoftmax(),
            new ReorderedLayerNorm(),
            new SimdLayerNorm(),
            new ReorderedRmsNorm(),
            new SimdRmsNorm(),
            new ReorderedBatchNorm(),
            new SimdBatchNorm(),
            // Attention, its cache and its positions
            new NaiveAttention(),
            new ReorderedAttention(),
            new FusedAttention(),
            new TiledAttention(),
            new CopyCacheAppend(),
            new ReorderedRollingAttention(),
            new SimdRollingAttention(),
            new ReorderedRotary(),
            new SimdRotary(),
            new ReorderedPositions(),
            new CopyEmbedding(),
            // Linear layers that skip zero inputs
            new ReorderedZeroSkipping(),
            new SimdZeroSkipping(),
            // Losses
            new ReorderedCrossEntropy(),
            new ReorderedCrossEntropyGradient(),
            new ReorderedMeanSquaredError(),
            new ReorderedMeanSquaredErrorGradient(),
            // Sums
            new ReorderedSumRows(),
            // Optimizers
            new ReorderedSgdStep(),
            new SimdSgdStep(),
            new ReorderedAdamStep(),
            new SimdAdamStep(),
            // Convolutions
            new NaiveConv2d(),
            new ReorderedConv2d(),
            new Im2colConv2d(),
            new DepthwiseConv2d(),
            // Of two on one rung the first is taken where it does not refuse
            new NhwcConv2d(),
            new DirectConv2d(),
            // And with the pooling behind them
            new StagedConvPool2d(),
            new NhwcConvPool2d(),
            new WinogradConvPool2d(),
            // Pooling
            new ReorderedPool2d(),
            new SimdPool2d(),
            new ReorderedGlobalAveragePool2d(),
            new SimdGlobalAveragePool2d(),
            // Dropout
            new ReorderedDropout(),
            // Clipping
            new ReorderedClipFactor(),
            new ReorderedScale(),
            new ReorderedAccumulate(),
            // Gradients
            new ReorderedActivationGradient(),
            new SimdActivationGradient(),
            new ReorderedSoftmaxGradient(),
            new ReorderedNormalizationGradient(),
            new ReorderedNormalizedProduct(),
            new ReorderedIm2col(),
            new ReorderedCol2im(),
            new ReorderedSumChannels(),
            new ReorderedMaxPool2dGradient(),
            new ReorderedAveragePool2dGradient(),
            new CopyUnflatten(),
            new ReorderedAttentionGradient(),
            new SimdAttentionGradient(),
            new ReorderedRotaryGradient(),
            new SimdRotaryGradient(),
            new ReorderedEmbeddingGradient(),
            // Shapes
            new CopyFlatten(),
            new ReorderedSwapAxes(),
            // Batch normalization in training, and positions that are learnt
            new ReorderedBatchNormTraining(),
            new ReorderedBatchNormGradient(),
            new ReorderedRunningStatistics(),
            new ReorderedPositionsGradient(),
            // What other programs' models have
            new ReorderedUnary(),
            new SimdUnary(),
            new ReorderedBinary(),
            new SimdBinary(),
            new ReorderedWhere(),
            new ReorderedCast(),
            new ReorderedReduce(),
            new ReorderedLogSoftmax(),
            new StridedPermute(),
            new CopyConcat(),
            new StridedSlice(),
            new ReorderedPad(),
            new StridedExpand(),
            new StridedTile(),
            new CopyGather(),
            new ReorderedQuantize(),
            new ReorderedDequantize(),
            new ReorderedDynamicQuantize(),
            new ReorderedIntegerMatMul(),
            new ReorderedIntegerConv2d());

    private Kernels() {}

    /** The kernels that compute this op, in the list's order. */
    @SuppressWarnings("unchecked")
    public static <O extends Op> List<Kernel<O>> of(O op) {
        return ALL.stream()
                .filter(kernel -> kernel.op().isInstance(op))
                .map(kernel -> (Kernel<O>) kernel)
                .toList();
    }
}
