package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Reals to numbers of few bits and back: one scale for all, for each slice along an axis, or for each block of one. */
final class Quantization implements Operator {
    private static final double STEPS_U8 = 255;

    @Override
    public Set<String> names() {
        return Set.of("QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear", "QLinearMatMul");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        return switch (call.operator()) {
            case "QuantizeLinear" -> List.of(quantize(call));
            case "DequantizeLinear" -> List.of(dequantize(call));
            case "DynamicQuantizeLinear" -> dynamic(call.in(0));
            default -> List.of(product(call));
        };
    }

    /** For each element of x, which of the parameters is its own. */
    private static int[] parameters(Call call, NdArray x, NdArray scale) {
        if (call.has(2) && call.in(2).count() != scale.count()) {
            throw call.wrong("zero points " + call.in(2) + " for scales " + scale);
        }
        if (scale.count() == 1 && scale.rank() <= 1) {
            return new int[x.count()];
        }
        int axis = Dims.axis(call.whole("axis", 1), x.rank());
        int block = (int) call.whole("block_size", 0);
        int[] strides = Dims.strides(x.dims());
        int[] which = new int[x.count()];
        if (block == 0) {
            if (scale.rank() != 1 || x.rank() == 0 || scale.dim(0) != x.dim(axis)) {
                throw call.wrong("scales " + scale + " along axis " + axis + " of " + x);
            }
            for (int i = 0; i < which.length; i++) {
                which[i] = i / strides[axis] % x.dim(axis);
            }
            return which;
        }
        boolean fits = block > 0 && scale.rank() == x.rank();
        for (int d = 0; fits && d < x.rank(); d++) {
            fits = scale.dim(d) == (d == axis ? (x.dim(d) + block - 1) / block : x.dim(d));
        }
        if (!fits) {
            throw call.wrong("scales " + scale + " in blocks of " + block + " along axis " + axis + " of " + x);
        }
        int[] steps = Dims.strides(scale.dims());
        for (int i = 0; i < which.length; i++) {
            for (int d = 0; d < x.rank(); d++) {
                int at = i / strides[d] % x.dim(d);
                which[i] += (d == axis ? at / block : at) * steps[d];
            }
        }
        return which;
    }

    private static NdArray quantize(Call call) {
        NdArray x = call.in(0);
        NdArray scale = call.in(1);
        ElementType type = call.has(2) ? call.in(2).type() : call.type("output_dtype", ElementType.U8);
        if (!call.has(2) && call.whole("output_dtype", 0) == 0) {
            type = ElementType.U8;
        }
        int[] which = parameters(call, x, scale);
        double[] out = new double[x.count()];
        for (int i = 0; i < out.length; i++) {
            double zero = call.has(2) ? call.in(2).real(which[i]) : 0;
            double quotient = quotient(call, x, i, scale, which[i]);
            out[i] = type.isReal() ? quotient + zero : Rounding.saturated(type, Math.rint(quotient) + zero);
        }
        return type.isReal() && type.bits() == 8
                ? Casting.small(NdArray.ofReals(ElementType.F64, x.dims(), out), type, call.flag("saturate", true))
                : NdArray.ofNumbers(type, x.dims(), out);
    }

    /** In the precision of the operands, since a tie is rounded by it. */
    private static double quotient(Call call, NdArray x, int i, NdArray scale, int parameter) {
        ElementType precision = call.type("precision", scale.type());
        if (call.whole("precision", 0) == 0) {
            precision = x.type().isReal() ? x.type() : ElementType.F32;
        }
        return Rounding.real(precision, x.real(i) / scale.real(parameter));
    }

    private static NdArray dequantize(Call call) {
        NdArray x = call.in(0);
        NdArray scale = call.in(1);
        int[] which = parameters(call, x, scale);
        double[] out = x.reals();
        for (int i = 0; i < out.length; i++) {
            out[i] = (out[i] - (call.has(2) ? call.in(2).real(which[i]) : 0)) * scale.real(which[i]);
        }
        ElementType type = call.whole("output_dtype", 0) == 0 ? scale.type() : call.type("output_dtype", scale.type());
        return NdArray.ofReals(type, x.dims(), out);
    }

    private static List<OnnxValue> dynamic(NdArray x) {
        double least = Math.min(0, Arrays.stream(x.reals()).min().orElse(0));
        double most = Math.max(0, Arrays.stream(x.reals()).max().orElse(0));
        double scale = (float) ((float) (most - least) / STEPS_U8);
        double zero = scale == 0 ? 0 : Math.rint(Math.clamp((float) (-least / scale), 0, STEPS_U8));
        double[] out = x.reals();
        for (int i = 0; i < out.length; i++) {
            double steps = scale == 0 ? 0 : Math.rint((float) (out[i] / scale));
            out[i] = Math.clamp(steps + zero, 0, STEPS_U8);
        }
        return List.of(
                NdArray.ofNumbers(ElementType.U8, x.dims(), out),
                NdArray.scalar(ElementType.F32, scale),
                NdArray.scalar(ElementType.U8, zero));
    }

    private static NdArray product(Call call) {
        NdArray a = Products.centred(call.in(0), call.in(2), true);
        NdArray b = Products.centred(call.in(3), call.in(5), false);
        NdArray sums = Products.product(call, a, b, ElementType.I64);
        NdArray left = Products.each(sums, call.in(1), true);
        NdArray right = Products.each(sums, call.in(4), false);
        NdArray zero = call.in(7);
        double[] out = sums.reals();
        for (int i = 0; i < out.length; i++) {
            double scaled = out[i] * left.real(i) * right.real(i) / call.in(6).real(0);
            out[i] = Rounding.saturated(zero.type(), Math.rint(scaled) + zero.real(0));
        }
        return NdArray.ofNumbers(zero.type(), sums.dims(), out);
    }
}
