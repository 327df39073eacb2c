package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Resize and Upsample: every output element is a weighted sum of inputs around its place, one dimension after another. Where
 * that place is, the coordinate mode says.
 */
final class Resizing implements Operator {
    @Override
    public Set<String> names() {
        return Set.of("Resize", "Upsample");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        NdArray x = call.in(0);
        int rank = x.rank();
        int[] axes = call.wholes("axes")
                .map(given -> Arrays.stream(given)
                        .mapToInt(axis -> Dims.axis(axis, rank))
                        .toArray())
                .orElseGet(() -> all(rank));
        double[] scales = new double[rank];
        Arrays.fill(scales, 1);
        int[] sizes = x.dims();
        scale(call, x, axes, scales, sizes);
        if (Dims.count(sizes) > 0 && x.count() == 0) {
            throw call.wrong(x + " has nothing to take for " + Arrays.toString(sizes));
        }
        if (Dims.count(sizes) == 0) {
            return List.of(NdArray.zeros(x.type(), sizes));
        }
        boolean nearest = call.text("mode", "nearest").equals("nearest");
        // To take the nearest one, where each lies is moved about and not what it is
        double[] values = resized(call, nearest ? Dims.doubles(x.count()) : x.reals(), axes, scales, sizes);
        if (nearest) {
            int[] offsets = Arrays.stream(values).mapToInt(value -> (int) value).toArray();
            NdArray fill =
                    NdArray.scalar(x.type().isText() ? ElementType.F32 : x.type(), call.real("extrapolation_value", 0));
            return List.of(x.picked(sizes, offsets, fill));
        }
        return List.of(NdArray.ofNumbers(x.type(), sizes, values));
    }

    /** The values along one axis after another. */
    private static double[] resized(Call call, double[] given, int[] axes, double[] scales, int[] sizes) {
        NdArray x = call.in(0);
        boolean old = call.operator().equals("Upsample") || call.opset() < 11;
        String mode = call.text("mode", "nearest");
        NdArray region = call.text("coordinate_transformation_mode", "").equals("tf_crop_and_resize") ? call.in(1) : x;
        double[] values = given;
        int[] dims = x.dims();
        for (int i = 0; i < axes.length; i++) {
            int axis = axes[i];
            if (sizes[axis] == dims[axis] && scales[axis] == 1 && region == x) {
                continue;
            }
            Line line = new Line(call, old, mode, dims[axis], sizes[axis], scales[axis]);
            double start = region == x ? 0 : region.real(i);
            double end = region == x ? 1 : region.real(i + axes.length);
            values = along(line, values, dims, axis, start, end);
            dims[axis] = sizes[axis];
        }
        return values;
    }

    /** Fills in the scale of each dimension and the size that it leads to, from scales or from sizes. */
    private static void scale(Call call, NdArray x, int[] axes, double[] scales, int[] sizes) {
        boolean upsample = call.operator().equals("Upsample");
        int scaleInput = upsample || call.opset() < 11 ? 1 : 2;
        if (upsample && call.opset() < 7) {
            // The two innermost dimensions had an attribute each
            for (int d = 0; d < Math.min(2, x.rank()); d++) {
                int axis = x.rank() - 1 - d;
                scales[axis] = call.real(d == 0 ? "width_scale" : "height_scale", 1);
                sizes[axis] = (int) Math.floor(x.dim(axis) * scales[axis]);
            }
        } else if ((call.has(scaleInput) && call.in(scaleInput).count() > 0) || call.hasAttribute("scales")) {
            int given = call.has(scaleInput)
                    ? call.in(scaleInput).count()
                    : call.reals("scales").orElse(new float[0]).length;
            if (given != axes.length) {
                throw call.wrong(given + " scales for " + axes.length + " dimensions");
            }
            for (int i = 0; i < axes.length; i++) {
                scales[axes[i]] = call.has(scaleInput)
                        ? call.in(scaleInput).real(i)
                        : call.reals("scales").orElseThrow()[i];
                sizes[axes[i]] = (int) Math.floor(x.dim(axes[i]) * scales[axes[i]]);
            }
        } else {
            bySizes(call, x, axes, scales, sizes);
        }
    }

    private static int[] all(int rank) {
        int[] axes = new int[rank];
        Arrays.setAll(axes, i -> i);
        return axes;
    }

    private static void bySizes(Call call, NdArray x, int[] axes, double[] scales, int[] sizes) {
        NdArray wanted = call.in(3);
        if (wanted.count() != axes.length) {
            throw call.wrong(wanted.count() + " sizes for " + axes.length + " dimensions");
        }
        String policy = call.text("keep_aspect_ratio_policy", "stretch");
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        for (int i = 0; i < axes.length; i++) {
            sizes[axes[i]] = (int) wanted.whole(i);
            scales[axes[i]] = wanted.real(i) / x.dim(axes[i]);
            least = Math.min(least, scales[axes[i]]);
            most = Math.max(most, scales[axes[i]]);
        }
        if (!policy.equals("stretch")) {
            for (int axis : axes) {
                scales[axis] = policy.equals("not_larger") ? least : most;
                sizes[axis] = (int) Math.floor(scales[axis] * x.dim(axis) + 0.5);
            }
        }
    }

    private static double[] along(Line line, double[] x, int[] dims, int axis, double start, double end) {
        int inner = Dims.product(dims, axis + 1, dims.length);
        int outer = Dims.product(dims, 0, axis);
        double[] out = new double[Dims.count(outer, line.output(), inner)];
        for (int to = 0; to < line.output(); to++) {
            Window window = line.window(to, start, end);
            double[] weights = window.weights();
            line.call().work(2.0 * outer * inner * (weights.length + 1) + 100);
            for (int row = 0; row < outer * inner; row++) {
                int from = (row / inner * line.input() + window.first()) * inner + row % inner;
                double sum = weights.length == 0 ? line.outside() : 0;
                for (int i = 0; i < weights.length; i++) {
                    // What is infinite counts only where it weighs something
                    sum += weights[i] == 0 ? 0 : weights[i] * x[from + i * inner];
                }
                out[row / inner * line.output() * inner + to * inner + row % inner] = sum;
            }
        }
        return out;
    }

    /** Weights of input elements beside one another, from the first on; none where a fixed number is taken. */
    private record Window(int first, double... weights) {}

    /** One dimension: which input elements an output element is made of. */
    private record Line(Call call, boolean old, String mode, int input, int output, double scale) {
        double place(int to, double start, double end) {
            double wide = scale * input;
            return switch (old ? "asymmetric" : call.text("coordinate_transformation_mode", "half_pixel")) {
                case "asymmetric" -> to / scale;
                case "align_corners" -> wide == 1 ? 0 : to * (input - 1) / (wide - 1);
                case "pytorch_half_pixel" -> wide > 1 ? (to + 0.5) / scale - 0.5 : -0.5;
                case "half_pixel_symmetric" -> input / 2.0 * (1 - output / wide) + (to + 0.5) / scale - 0.5;
                case "tf_half_pixel_for_nn" -> (to + 0.5) / scale;
                case "tf_crop_and_resize" ->
                    output > 1
                            ? start * (input - 1) + to * (end - start) * (input - 1) / (output - 1)
                            : 0.5 * (start + end) * (input - 1);
                default -> (to + 0.5) / scale - 0.5;
            };
        }

        Window window(int to, double start, double end) {
            double place = place(to, start, end);
            boolean crop = call.text("coordinate_transformation_mode", "").equals("tf_crop_and_resize");
            if (crop && (place < 0 || place > input - 1)) {
                return new Window(0);
            }
            return switch (mode) {
                case "nearest" -> new Window(Math.clamp(nearest(place), 0, input - 1), 1);
                case "cubic" -> filter(place, 2);
                default -> filter(place, 1);
            };
        }

        /** What is taken where a place lies outside; of indices, the one that stands for it. */
        double outside() {
            return mode.equals("nearest") ? -1 : call.real("extrapolation_value", 0);
        }

        private int nearest(double place) {
            double floor = Math.floor(place);
            return (int)
                    switch (old
                            ? (scale < 1 && !call.operator().equals("Upsample") ? "ceil" : "floor")
                            : call.text("nearest_mode", "round_prefer_floor")) {
                        case "round_prefer_ceil" -> Math.floor(place + 0.5);
                        case "floor" -> floor;
                        case "ceil" -> Math.ceil(place);
                        default -> Math.ceil(place - 0.5);
                    };
        }

        /** Weights of a filter that reaches so far to both sides, further where it shrinks without aliasing. */
        private Window filter(double place, int reach) {
            double stretch = call.flag("antialias", false) && scale < 1 ? 1 / scale : 1;
            boolean exclude = call.flag("exclude_outside", false);
            int first = (int) Math.floor(place - reach * stretch) + 1;
            int last = (int) Math.ceil(place + reach * stretch) - 1;
            call.work(10 * ((double) last - first + 10));
            int from = Math.clamp(first, 0, input - 1);
            double[] weights = new double[Math.clamp(last, from, input - 1) - from + 1];
            double sum = 0;
            for (int i = first; i <= last; i++) {
                double weight = kernel((place - i) / stretch, reach);
                if (exclude && (i < 0 || i >= input)) {
                    continue;
                }
                weights[Math.clamp(i, 0, input - 1) - from] += weight;
                sum += weight;
            }
            for (int i = 0; i < weights.length; i++) {
                weights[i] /= sum;
            }
            return new Window(from, weights);
        }

        private double kernel(double distance, int reach) {
            double x = Math.abs(distance);
            if (reach == 1) {
                return Math.max(0, 1 - x);
            }
            double a = call.real("cubic_coeff_a", -0.75);
            return x <= 1 ? ((a + 2) * x - (a + 3)) * x * x + 1 : x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0;
        }
    }
}
