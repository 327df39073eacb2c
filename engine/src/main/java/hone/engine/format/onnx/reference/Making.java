package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;
import java.math.BigInteger;
import java.util.List;
import java.util.Set;

/** Tensors made of attributes, sizes and a few numbers. */
final class Making implements Operator {
    @Override
    public Set<String> names() {
        return Set.of(
                "Constant", "ConstantOfShape", "EyeLike", "Range", "OneHot", "Shape", "Size", "Identity", "Trilu");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        return List.of(
                switch (call.operator()) {
                    case "Constant" -> constant(call);
                    case "ConstantOfShape" -> ofShape(call);
                    case "EyeLike" -> eye(call, call.in(0));
                    case "Range" -> range(call);
                    case "OneHot" -> oneHot(call);
                    case "Shape" -> shape(call, call.in(0));
                    case "Size" -> NdArray.scalar(ElementType.I64, call.in(0).count());
                    case "Trilu" -> triangle(call, call.in(0));
                    default -> call.value(0);
                });
    }

    private static NdArray constant(Call call) {
        if (call.hasAttribute("value_float")) {
            return NdArray.scalar(ElementType.F32, call.real("value_float", 0));
        }
        if (call.hasAttribute("value_int")) {
            return NdArray.ofWholes(ElementType.I64, new int[0], call.whole("value_int", 0));
        }
        if (call.hasAttribute("value_string")) {
            return NdArray.ofTexts(new int[0], call.text("value_string", ""));
        }
        if (call.hasAttribute("value_floats")) {
            float[] reals = call.reals("value_floats").orElseThrow();
            double[] values = new double[reals.length];
            for (int i = 0; i < reals.length; i++) {
                values[i] = reals[i];
            }
            return NdArray.ofReals(ElementType.F32, new int[] {reals.length}, values);
        }
        if (call.hasAttribute("value_ints")) {
            return NdArray.longs(call.wholes("value_ints").orElseThrow().clone());
        }
        if (call.hasAttribute("value_strings")) {
            List<String> texts = call.texts("value_strings").orElseThrow();
            return NdArray.ofTexts(new int[] {texts.size()}, texts.toArray(String[]::new));
        }
        return call.tensor("value").orElseThrow(() -> call.unavailable("it has no dense value"));
    }

    private static NdArray ofShape(Call call) {
        NdArray value = call.tensor("value").orElseGet(() -> NdArray.zeros(ElementType.F32, 1));
        return value.reshaped().spread(Dims.of(call.in(0).wholes()));
    }

    private static NdArray eye(Call call, NdArray like) {
        ElementType type = call.type("dtype", like.type());
        long above = call.whole("k", 0);
        double[] out = new double[like.count()];
        for (int row = 0; row < Math.min(like.dim(0), out.length); row++) {
            long column = row + above;
            if (column >= 0 && column < like.dim(1)) {
                out[row * like.dim(1) + (int) column] = 1;
            }
        }
        return NdArray.ofNumbers(type, like.dims(), out);
    }

    private static NdArray range(Call call) {
        NdArray start = call.in(0);
        NdArray step = call.in(2);
        double count = start.type().isReal()
                ? Math.ceil((call.in(1).real(0) - start.real(0)) / step.real(0))
                : steps(call, start.whole(0), call.in(1).whole(0), step.whole(0));
        if (!(count <= Dims.MAX_ELEMENTS)) {
            throw call.wrong("it has " + count + " elements");
        }
        int size = (int) Math.max(0, count);
        if (start.type().isReal()) {
            double[] out = new double[size];
            for (int i = 0; i < size; i++) {
                out[i] = start.real(0) + i * step.real(0);
            }
            return NdArray.ofReals(start.type(), new int[] {size}, out);
        }
        long[] out = new long[size];
        for (int i = 0; i < size; i++) {
            out[i] = start.whole(0) + i * step.whole(0);
        }
        return NdArray.ofWholes(start.type(), new int[] {size}, out);
    }

    /** How many whole numbers lie from {@code start} to before {@code limit}. */
    private static double steps(Call call, long start, long limit, long step) {
        if (step == 0) {
            throw call.wrong("its step is 0");
        }
        BigInteger way = BigInteger.valueOf(limit).subtract(BigInteger.valueOf(start));
        BigInteger[] whole = way.divideAndRemainder(BigInteger.valueOf(step));
        boolean more = whole[1].signum() != 0 && way.signum() == Long.signum(step);
        return whole[0].doubleValue() + (more ? 1 : 0);
    }

    private static NdArray oneHot(Call call) {
        NdArray indices = call.in(0);
        NdArray values = call.in(2);
        int depth = Dims.of(call.in(1).whole(0))[0];
        if (values.count() != 2) {
            throw call.wrong("its values are " + values + ", not off and on");
        }
        int axis = Dims.axis(call.whole("axis", -1), indices.rank() + 1);
        int[] sizes = Dims.with(indices.dims(), axis, depth);
        int inner = Dims.product(indices.dims(), axis, indices.rank());
        int[] offsets = new int[Dims.count(sizes)];
        for (int i = 0; i < indices.count(); i++) {
            long index = indices.whole(i);
            long counted = index < 0 && call.opset() >= 11 ? index + depth : index;
            if (counted >= 0 && counted < depth) {
                offsets[(i / inner * depth + (int) counted) * inner + i % inner] = 1;
            }
        }
        return values.picked(sizes, offsets);
    }

    private static NdArray shape(Call call, NdArray x) {
        int start = bound(call.whole("start", 0), x.rank());
        int end = bound(call.whole("end", x.rank()), x.rank());
        long[] sizes = new long[Math.max(0, end - start)];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = x.dim(start + i);
        }
        return NdArray.longs(sizes);
    }

    private static int bound(long axis, int rank) {
        return (int) Math.clamp(axis < 0 ? axis + rank : axis, 0L, (long) rank);
    }

    private static NdArray triangle(Call call, NdArray x) {
        boolean upper = call.flag("upper", true);
        long above = call.has(1) ? call.in(1).whole(0) : 0;
        int rows = x.dim(x.rank() - 2);
        int columns = x.dim(x.rank() - 1);
        int[] offsets = new int[x.count()];
        for (int i = 0; i < offsets.length; i++) {
            long distance = i % columns - (long) (i / columns % rows);
            offsets[i] = (upper ? distance >= above : distance <= above) ? i : -1;
        }
        return x.picked(x.dims(), offsets, NdArray.zeros(x.type(), 1));
    }
}
