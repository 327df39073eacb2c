package hone.engine.format.onnx.reference;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * GridSample and AffineGrid. x // (samples, channels, spatial…), grid // (samples, output spatial…, dimensions) with places from -1
 * to 1, the innermost dimension first.
 */
final class GridSampling implements Operator {
    @Override
    public Set<String> names() {
        return Set.of("GridSample", "AffineGrid");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        return List.of(call.operator().equals("GridSample") ? sample(call) : affine(call));
    }

    private static NdArray sample(Call call) {
        NdArray x = call.in(0);
        NdArray grid = call.in(1);
        int spatial = x.rank() - 2;
        if (spatial < 1
                || grid.rank() != x.rank()
                || grid.dim(0) != x.dim(0)
                || grid.dim(grid.rank() - 1) != spatial
                || x.type().isText()) {
            throw call.wrong("grid " + grid + " does not fit " + x);
        }
        int[] dims = Arrays.copyOfRange(x.dims(), 2, x.rank());
        int[] sizes = x.dims();
        System.arraycopy(grid.dims(), 1, sizes, 2, spatial);
        return NdArray.ofNumbers(x.type(), sizes, samples(call, dims, sizes));
    }

    /** What lies at the places of the grid, on planes of these dimensions. */
    private static double[] samples(Call call, int[] dims, int[] sizes) {
        NdArray x = call.in(0);
        NdArray grid = call.in(1);
        int spatial = dims.length;
        if (Arrays.stream(dims).anyMatch(size -> size == 0)) {
            throw call.wrong(x + " has nothing to take samples of");
        }
        boolean corners = call.flag("align_corners", false);
        String padding = call.text("padding_mode", "zeros");
        int reach = switch (call.text("mode", "linear")) {
            case "nearest" -> 0;
            case "linear", "bilinear" -> 1;
            case "cubic", "bicubic" -> 2;
            default -> throw call.wrong("there is no mode \"" + call.text("mode", "") + '"');
        };
        Border border = new Border(dims, corners, padding);
        Interpolation reading = new Interpolation(dims, reach, border::inside);
        int places = Dims.product(sizes, 2, sizes.length);
        int plane = Dims.count(dims);
        double[] out = new double[Dims.count(sizes)];
        call.work(out.length, reading.steps());
        for (int i = 0; i < out.length; i++) {
            int sample = i / places / sizes[1];
            double[] place = new double[spatial];
            for (int d = 0; d < spatial; d++) {
                double given = grid.real((sample * places + i % places) * spatial + spatial - 1 - d);
                place[d] = border.place(given, d, reach == 0);
            }
            out[i] = reading.at(x, i / places * plane, place);
        }
        return out;
    }

    /** Where places from -1 to 1 lie on a plane, and what stands for places beyond it. */
    private record Border(int[] dims, boolean corners, String padding) {
        double place(double given, int d, boolean nearest) {
            double scaled = corners ? (given + 1) / 2 * (dims[d] - 1) : ((given + 1) * dims[d] - 1) / 2;
            double place = nearest ? Math.rint((float) scaled) : (float) scaled;
            double low = corners ? 0 : -0.5;
            double high = dims[d] - 1 - low;
            if (place >= low && place <= high) {
                return place;
            }
            return switch (padding) {
                case "border" -> Double.isNaN(place) ? 0 : Math.clamp(place, 0, dims[d] - 1);
                case "reflection" -> reflected(place, low, high);
                default -> place;
            };
        }

        int inside(int index, int d) {
            double low = corners ? 0 : -0.5;
            return switch (padding) {
                case "border" -> Math.clamp(index, 0, dims[d] - 1);
                case "reflection" -> Math.clamp((int) reflected(index, low, dims[d] - 1 - low), 0, dims[d] - 1);
                default -> -1;
            };
        }

        /** Thrown back at both borders as often as it takes. */
        private static double reflected(double place, double low, double high) {
            double range = high - low;
            if (range <= 0 || !Double.isFinite(place)) {
                return low;
            }
            double beyond = Math.abs(place < low ? low - place : place - low) % (2 * range);
            return beyond <= range ? low + beyond : high - (beyond - range);
        }
    }

    /** theta // (samples, dimensions, dimensions + 1); a grid for samples of the given size. */
    private static NdArray affine(Call call) {
        NdArray theta = call.in(0);
        int[] size = Dims.of(call.in(1).wholes());
        int spatial = size.length - 2;
        if (spatial < 1
                || theta.rank() != 3
                || theta.dim(0) != size[0]
                || theta.dim(1) != spatial
                || theta.dim(2) != spatial + 1) {
            throw call.wrong("matrices " + theta + " do not fit the size " + Arrays.toString(size));
        }
        boolean corners = call.flag("align_corners", false);
        int[] dims = Arrays.copyOfRange(size, 2, size.length);
        int[] strides = Dims.strides(dims);
        int places = Dims.count(dims);
        int[] sizes = new int[size.length];
        sizes[0] = size[0];
        System.arraycopy(dims, 0, sizes, 1, spatial);
        sizes[size.length - 1] = spatial;
        double[] out = new double[Dims.count(sizes)];
        call.work(out.length, 20, spatial);
        for (int i = 0; i < out.length; i++) {
            int row = i / spatial / places * spatial + i % spatial;
            double sum = theta.real(row * (spatial + 1) + spatial);
            for (int d = 0; d < spatial; d++) {
                int axis = spatial - 1 - d; // x comes first, and lies innermost
                int at = i / spatial % places / strides[axis] % dims[axis];
                double place = corners
                        ? (dims[axis] == 1 ? 0 : 2.0 * at / (dims[axis] - 1) - 1)
                        : (2.0 * at + 1) / dims[axis] - 1;
                sum += theta.real(row * (spatial + 1) + d) * place;
            }
            out[i] = sum;
        }
        return NdArray.ofReals(theta.type(), sizes, out);
    }
}
