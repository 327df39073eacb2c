package hone.engine.format.onnx.reference;

import java.util.List;
import java.util.Set;

/**
 * RoiAlign: regions of a picture brought to one size, each bin the mean or the maximum of samples between pixels. x // (batch,
 * channels, height, width), regions // (regions, 4) as left, top, right, bottom. Of the maximum, each of a sample's four weighted
 * neighbours counts by itself.
 */
final class RegionAlignment implements Operator {
    @Override
    public Set<String> names() {
        return Set.of("RoiAlign");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        NdArray x = call.in(0);
        NdArray regions = call.in(1);
        NdArray batches = call.in(2);
        int high = (int) call.whole("output_height", 1);
        int wide = (int) call.whole("output_width", 1);
        if (x.rank() != 4
                || regions.rank() != 2
                || regions.dim(1) != 4
                || batches.count() != regions.dim(0)
                || high < 1
                || wide < 1
                || x.dim(2) < 1
                || x.dim(3) < 1) {
            throw call.wrong("regions " + regions + " of batches " + batches + " do not fit " + x);
        }
        int[] sizes = {regions.dim(0), x.dim(1), high, wide};
        double[] out = new double[Dims.count(sizes)];
        for (int region = 0; region < regions.dim(0); region++) {
            align(call, region, high, wide, out);
        }
        return List.of(NdArray.ofReals(x.type(), sizes, out));
    }

    /** Fills in one region of the output. */
    private static void align(Call call, int region, int high, int wide, double[] out) {
        NdArray x = call.in(0);
        String mode =
                call.text("coordinate_transformation_mode", call.opset() < 16 ? "output_half_pixel" : "half_pixel");
        boolean half = mode.equals("half_pixel");
        double scale = call.real("spatial_scale", 1);
        boolean largest = call.text("mode", "avg").equals("max");
        double[] corners = new double[4];
        for (int i = 0; i < 4; i++) {
            corners[i] = call.in(1).real(region * 4 + i) * scale - (half ? 0.5 : 0);
        }
        double width = corners[2] - corners[0];
        double height = corners[3] - corners[1];
        Bins across = Bins.of(call, corners[0], half ? width : Math.max(1, width), wide);
        Bins down = Bins.of(call, corners[1], half ? height : Math.max(1, height), high);
        int batch = Gathering.index(call, call.in(2).whole(region), x.dim(0));
        call.work(x.dim(1), high, wide, 20.0 * down.samples() * across.samples() + 20);
        for (int i = 0; i < x.dim(1) * high * wide; i++) {
            call.frame().stop().check("running the ONNX model");
            int plane = (batch * x.dim(1) + i / high / wide) * x.dim(2) * x.dim(3);
            out[region * x.dim(1) * high * wide + i] = bin(x, plane, down, i / wide % high, across, i % wide, largest);
        }
    }

    /** Where along one dimension the samples of each bin lie. */
    private record Bins(double start, double size, int samples) {
        static Bins of(Call call, double start, double extent, int bins) {
            long given = call.whole("sampling_ratio", 0);
            double samples = given > 0 ? given : Math.ceil(extent / bins);
            if (!(samples <= 1 << 10)) {
                throw call.wrong("it takes " + samples + " samples a bin of at most " + (1 << 10));
            }
            return new Bins(start, extent / bins, (int) Math.max(0, samples));
        }

        double place(int bin, int sample) {
            return start + bin * size + (sample + 0.5) * size / samples;
        }
    }

    private static double bin(NdArray x, int plane, Bins down, int row, Bins across, int column, boolean largest) {
        double sum = 0;
        double most = down.samples * across.samples == 0 ? 0 : Double.NEGATIVE_INFINITY;
        for (int i = 0; i < down.samples; i++) {
            for (int j = 0; j < across.samples; j++) {
                double[] parts = parts(x, plane, down.place(row, i), across.place(column, j));
                for (double part : parts) {
                    sum += part;
                    most = Math.max(most, part);
                }
            }
        }
        return largest ? most : sum / Math.max(1, down.samples * across.samples);
    }

    /** The four pixels around a place, each by its weight; none where it lies more than a pixel outside. */
    private static double[] parts(NdArray x, int plane, double down, double across) {
        int height = x.dim(2);
        int width = x.dim(3);
        if (!(down >= -1 && down <= height && across >= -1 && across <= width)) {
            return new double[4];
        }
        double y = Math.clamp(down, 0, height - 1);
        double z = Math.clamp(across, 0, width - 1);
        int top = (int) y;
        int left = (int) z;
        int bottom = Math.min(top + 1, height - 1);
        int right = Math.min(left + 1, width - 1);
        double lower = y - top;
        double later = z - left;
        return new double[] {
            x.real(plane + top * width + left) * (1 - lower) * (1 - later),
            x.real(plane + top * width + right) * (1 - lower) * later,
            x.real(plane + bottom * width + left) * lower * (1 - later),
            x.real(plane + bottom * width + right) * lower * later
        };
    }
}
