package hone.engine.format.onnx.reference;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * MaxRoiPool: the maximum of each part of a region whose corners are rounded to pixels (Girshick, "Fast R-CNN", 2015). x // (batch,
 * channels, height, width), regions // (regions, 5): the batch's index, left, top, right and bottom, both ends included.
 */
final class RegionPooling implements Operator {
    private static final double PIXEL_STEPS = 20;

    @Override
    public Set<String> names() {
        return Set.of("MaxRoiPool");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        NdArray x = call.in(0);
        NdArray regions = call.in(1);
        int[] pooled = call.sizes("pooled_shape", 2, 1);
        if (x.rank() != 4 || regions.rank() != 2 || regions.dim(1) != 5 || pooled[0] < 1 || pooled[1] < 1) {
            throw call.wrong("regions " + regions + " in " + Arrays.toString(pooled) + " parts do not fit " + x);
        }
        double scale = call.real("spatial_scale", 1);
        int[] sizes = {regions.dim(0), x.dim(1), pooled[0], pooled[1]};
        double[] out = new double[Dims.count(sizes)];
        int parts = pooled[0] * pooled[1];
        for (int i = 0; i < out.length; i++) {
            int region = i / parts / x.dim(1) * 5;
            int batch = Gathering.index(call, regions.whole(region), x.dim(0));
            int[] rows = part(
                    regions.real(region + 2) * scale,
                    regions.real(region + 4) * scale,
                    i / pooled[1] % pooled[0],
                    pooled[0],
                    x.dim(2));
            int[] columns = part(
                    regions.real(region + 1) * scale,
                    regions.real(region + 3) * scale,
                    i % pooled[1],
                    pooled[1],
                    x.dim(3));
            int plane = (batch * x.dim(1) + i / parts % x.dim(1)) * x.dim(2) * x.dim(3);
            call.work(PIXEL_STEPS, rows[1] - rows[0] + 1.0, columns[1] - columns[0] + 10.0);
            double most = Double.NEGATIVE_INFINITY;
            for (int row = rows[0]; row < rows[1]; row++) {
                for (int column = columns[0]; column < columns[1]; column++) {
                    most = Math.max(most, x.real(plane + row * x.dim(3) + column));
                }
            }
            out[i] = rows[0] < rows[1] && columns[0] < columns[1] ? most : 0;
        }
        return List.of(NdArray.ofReals(x.type(), sizes, out));
    }

    /** From where to before where one of {@code parts} lies, within {@code size} pixels. */
    private static int[] part(double first, double last, int part, int parts, int size) {
        double start = Math.floor(first + 0.5);
        double length = Math.max(1, Math.floor(last + 0.5) - start + 1);
        double from = Math.floor(part * length / parts) + start;
        double to = Math.ceil((part + 1) * length / parts) + start;
        return new int[] {(int) Math.clamp(from, 0, size), (int) Math.clamp(to, 0, size)};
    }
}
