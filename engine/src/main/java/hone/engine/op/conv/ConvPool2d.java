package hone.engine.op.conv;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * A convolution with its activation and the pooling behind it as one op, with the same results: what is saved is the way
 * of the convolution's own results, which are as many times more as a window has pixels, to memory and back.
 * Inputs: x, W and perhaps b as of {@link Conv2d}; output: as of {@link MaxPool2d}.
 *
 * <p>Images between two such ops may lie in memory as (batch, height, width, channels), <em>channels last</em>, which
 * spares both ops a transposition.
 *
 * @param pool without padding
 * @param channelsLastInput whether x is (batch, height, width, channels) and not (batch, channels, height, width)
 * @param channelsLastOutput the same of the output
 */
public record ConvPool2d(Conv2d conv, MaxPool2d pool, boolean channelsLastInput, boolean channelsLastOutput)
        implements Op {
    public ConvPool2d {
        if (conv == null || pool == null) {
            throw new InvalidInput("a fused convolution and pooling needs both", "", "it has " + conv + ", " + pool);
        }
        if (!pool.padding().equals(Extent.square(0))) {
            throw new InvalidInput("a fused pooling has no padding", "", "it has " + pool.padding());
        }
    }

    /** With channels first on both sides. */
    public ConvPool2d(Conv2d conv, MaxPool2d pool) {
        this(conv, pool, false, false);
    }

    /** The same op on images of another order. */
    public ConvPool2d channelsLast(boolean input, boolean output) {
        return new ConvPool2d(conv, pool, input, output);
    }

    @Override
    public String kind() {
        return "ConvPool2d";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        TensorType y = pool.infer(List.of(convolved(inputs))).getFirst();
        return List.of(channelsLastOutput ? order(y, 0, 2, 3, 1) : y);
    }

    /** The type that the convolution's results would have: (batch, channels, height, width). */
    public TensorType convolved(List<TensorType> inputs) {
        Expect.count(inputs, conv.bias() ? 3 : 2);
        List<TensorType> first = new ArrayList<>(inputs);
        TensorType x = Expect.rank(inputs.getFirst(), 4, "input");
        first.set(0, channelsLastInput ? order(x, 0, 3, 1, 2) : x);
        return conv.infer(first).getFirst();
    }

    private static TensorType order(TensorType type, int... dims) {
        return new TensorType(
                type.dtype(), java.util.Arrays.stream(dims).mapToObj(type::dim).toList());
    }

    /** Both ops' arithmetic; of their bytes, only what enters the one and leaves the other. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType results = convolved(inputs);
        Cost first = conv.cost(inputs, List.of(results));
        Cost second = pool.cost(List.of(results), pool.infer(List.of(results)));
        return new Cost(
                first.flops(),
                first.elementwiseOps() + second.elementwiseOps(),
                first.bytesRead(),
                outputs.getFirst().maxBytes());
    }
}
