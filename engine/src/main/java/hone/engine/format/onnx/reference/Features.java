package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;
import java.util.List;
import java.util.Set;

/** Small steps in front of classical models: columns chosen, thresholds, scales, norms. x // (samples, features). */
final class Features implements Operator {
    @Override
    public Set<String> names() {
        return Set.of(
                "ai.onnx.ml.ArrayFeatureExtractor",
                "ai.onnx.ml.Binarizer",
                "ai.onnx.ml.Scaler",
                "ai.onnx.ml.Normalizer");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        NdArray x = call.in(0);
        return List.of(
                switch (call.operator()) {
                    case "ArrayFeatureExtractor" -> chosen(call, x, call.in(1));
                    case "Binarizer" -> {
                        double threshold = call.real("threshold", 0);
                        yield x.mapped(value -> value > threshold ? 1 : 0);
                    }
                    case "Scaler" -> scaled(call, x);
                    default -> normalized(call, x);
                });
    }

    /** Elements of the last dimension; a vector becomes a matrix of one row. */
    private static NdArray chosen(Call call, NdArray x, NdArray indices) {
        if (x.rank() == 0) {
            throw call.wrong("its input is a scalar");
        }
        int width = x.dim(x.rank() - 1);
        int rows = Dims.product(x.dims(), 0, x.rank() - 1);
        int[] sizes =
                x.rank() == 1 ? new int[] {1, indices.count()} : Dims.replaced(x.dims(), x.rank() - 1, indices.count());
        int[] offsets = new int[Dims.count(rows, indices.count())];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = i / indices.count() * width + Gathering.index(call, indices.whole(i % indices.count()), width);
        }
        return x.picked(sizes, offsets);
    }

    private static NdArray scaled(Call call, NdArray x) {
        float[] offset = call.reals("offset").orElse(new float[] {0});
        float[] scale = call.reals("scale").orElse(new float[] {1});
        int width = x.rank() == 0 ? 1 : x.dim(x.rank() - 1);
        if ((offset.length != 1 && offset.length != width) || (scale.length != 1 && scale.length != width)) {
            throw call.wrong(offset.length + " offsets and " + scale.length + " scales for " + width + " features");
        }
        double[] out = x.reals();
        for (int i = 0; i < out.length; i++) {
            out[i] = (out[i] - offset[i % width % offset.length]) * scale[i % width % scale.length];
        }
        return NdArray.ofReals(ElementType.F32, x.dims(), out);
    }

    private static NdArray normalized(Call call, NdArray x) {
        String norm = call.text("norm", "MAX");
        double[] out = x.reals();
        int width = x.rank() == 0 ? 1 : x.dim(x.rank() - 1);
        for (int start = 0; start < out.length; start += width) {
            double size = 0;
            for (int i = start; i < start + width; i++) {
                double value = Math.abs(out[i]);
                size = switch (norm) {
                    case "MAX" -> Math.max(size, value);
                    case "L1" -> size + value;
                    case "L2" -> size + value * value;
                    default -> throw call.wrong("there is no norm \"" + norm + '"');
                };
            }
            size = norm.equals("L2") ? Math.sqrt(size) : size;
            for (int i = start; i < start + width && size != 0; i++) {
                out[i] /= size;
            }
        }
        return NdArray.ofReals(ElementType.F32, x.dims(), out);
    }
}
