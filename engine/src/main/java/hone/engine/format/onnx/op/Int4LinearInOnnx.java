package hone.engine.format.onnx.op;

import hone.engine.op.matmul.Int4Linear;
import hone.engine.tensor.Tensor;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * An INT4 layer is a linear layer whose weight comes from DequantizeLinear with a scale for each block of inputs, so the file
 * holds the weight in INT4; version 21 of the operators is the first that knows either. The file's numbers have a sign, two
 * a byte without a gap between rows; ours count from 8 and begin each row in a byte of its own.
 */
final class Int4LinearInOnnx implements OnnxMapping<Int4Linear> {
    @Override
    public Class<Int4Linear> op() {
        return Int4Linear.class;
    }

    @Override
    public void write(Int4Linear op, OnnxSite site) {
        int outputs = Math.toIntExact(site.inputType(1).dim(0).max());
        int inputs = Math.toIntExact(
                site.inputType(0).dim(site.inputType(0).rank() - 1).max());
        site.graph().requireBlocks();
        String q =
                site.graph().int4(site.part("weight.int4"), packed(site.constant(1), outputs, inputs), outputs, inputs);
        String weight = site.part("weight");
        site.graph()
                .node(weight, "DequantizeLinear", List.of(q, site.input(2)), List.of(weight))
                .attribute("axis", 1)
                .attribute("block_size", op.groupSize());
        LinearInOnnx.write(site, site.input(0), weight, site.input(3));
    }

    private static byte[] packed(Tensor ours, int outputs, int inputs) {
        int rowBytes = Math.toIntExact(Int4Linear.rowBytes(inputs));
        byte[] packed = new byte[Math.toIntExact(((long) outputs * inputs + 1) / 2)];
        for (int i = 0; i < outputs * inputs; i++) {
            int column = i % inputs;
            int both = ours.segment().get(ValueLayout.JAVA_BYTE, (long) i / inputs * rowBytes + column / 2);
            int number = (both >> (column % 2 * 4) & 0xF) - Int4Linear.ZERO_POINT;
            packed[i / 2] |= (byte) ((number & 0xF) << (i % 2 * 4));
        }
        return packed;
    }
}
