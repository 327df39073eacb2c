package hone.engine.format.onnx.op;

import hone.engine.op.activation.Relu;
import hone.engine.op.matmul.Int8Linear;
import hone.engine.tensor.Tensor;
import java.util.List;

/**
 * An INT8 layer is a linear layer whose weight comes from DequantizeLinear with a scale for each output, or for each
 * block of inputs, so the file holds the weight in INT8. Where the activations are quantized too, the input goes through QuantizeLinear and back, and
 * the bias is kept in INT32 in units of input scale × weight scale: the pattern (QDQ) that runtimes know and replace by
 * one layer in integers.
 *
 * <p>The steps are the model's own, but the input is UINT8, the only form that ONNX Runtime replaces on x86: with its zero
 * at 0 behind a rectifier, which then costs nothing, and else at 128. So it saturates at 255 or -128 steps, where ours
 * does at ±127 (which calibration makes rare), and the bias is rounded by half a unit at most.
 */
final class Int8LinearInOnnx implements OnnxMapping<Int8Linear> {
    @Override
    public Class<Int8Linear> op() {
        return Int8Linear.class;
    }

    @Override
    public void write(Int8Linear op, OnnxSite site) {
        int outputs = Math.toIntExact(site.inputType(1).dim(0).max());
        String weight = site.part("weight");
        if (op.groupSize() == 0) {
            String zeros = site.graph().bytes(site.part("weight.zero"), new byte[outputs], outputs);
            site.graph()
                    .node(weight, "DequantizeLinear", List.of(site.input(1), site.input(2), zeros), List.of(weight))
                    .attribute("axis", 0);
        } else {
            site.graph().requireBlocks();
            site.graph()
                    .node(weight, "DequantizeLinear", List.of(site.input(1), site.input(2)), List.of(weight))
                    .attribute("axis", 1)
                    .attribute("block_size", op.groupSize());
        }
        if (op.quantizedActivations()) {
            LinearInOnnx.write(site, input(site), weight, bias(site));
        } else if (op.groupSize() == 0) {
            LinearInOnnx.writeOverRows(site, site.input(0), weight, site.input(3));
        } else {
            LinearInOnnx.write(site, site.input(0), weight, site.input(3));
        }
    }

    /** The input, rounded to 8 bits and back. */
    private static String input(OnnxSite site) {
        float[] scale = {site.constant(4).getFloat(0)};
        String by = site.graph().floats(site.part("input.scale"), scale);
        String zero = site.graph().unsigned(site.part("input.zero"), positive(site) ? 0 : 128);
        String quantized = site.step("input.uint8", "QuantizeLinear", List.of(site.input(0), by, zero));
        return site.step("input", "DequantizeLinear", List.of(quantized, by, zero));
    }

    private static boolean positive(OnnxSite site) {
        return site.producer(0).filter(Relu.class::isInstance).isPresent();
    }

    /** The bias in units of a product of one input step and one weight step. */
    private static String bias(OnnxSite site) {
        Tensor scale = site.constant(2); // (out)
        Tensor bias = site.constant(3); // (out)
        int outputs = Math.toIntExact(bias.shape().elements());
        float[] units = new float[outputs];
        int[] rounded = new int[outputs];
        for (int i = 0; i < outputs; i++) {
            units[i] = scale.getFloat(i) * site.constant(4).getFloat(0);
            rounded[i] = units[i] == 0 ? 0 : (int) Math.rint(bias.getFloat(i) / (double) units[i]);
        }
        String by = site.graph().floats(site.part("bias.scale"), units, outputs);
        String ints = site.graph().ints(site.part("bias.int32"), rounded, outputs);
        String zeros = site.graph().ints(site.part("bias.zero"), new int[outputs], outputs);
        String restored = site.part("bias");
        site.graph()
                .node(restored, "DequantizeLinear", List.of(ints, by, zeros), List.of(restored))
                .attribute("axis", 0);
        return restored;
    }
}
