package hone.engine.format.onnx.reference;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Col2Im: blocks laid over an image and added up. x // (samples, channels·taps, positions). */
final class ColumnsToImage implements Operator {
    @Override
    public Set<String> names() {
        return Set.of("Col2Im");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        NdArray x = call.in(0);
        int[] image = Dims.of(call.in(1).wholes());
        int[] block = Dims.of(call.in(2).wholes());
        int taps = Dims.count(block);
        if (x.rank() != 3 || taps == 0 || x.dim(1) % taps != 0) {
            throw call.wrong(x + " does not hold blocks of " + Arrays.toString(block));
        }
        int channels = x.dim(1) / taps;
        int[] sizes = new int[image.length + 2];
        sizes[0] = x.dim(0);
        sizes[1] = channels;
        System.arraycopy(image, 0, sizes, 2, image.length);
        int planes = Dims.count(sizes) == 0 ? 0 : x.dim(0) * channels;
        Windows windows = Windows.of(call, NdArray.zeros(x.type(), sizes), block);
        int positions = windows.positions();
        if (positions != x.dim(2)) {
            throw call.wrong(x.dim(2) + " blocks where " + positions + " lie on " + Arrays.toString(image));
        }
        int plane = Dims.count(image);
        call.work(positions, taps, 10.0 * image.length + 5.0 * planes);
        Sums out = new Sums(x.type(), Dims.count(sizes));
        for (int position = 0; position < positions; position++) {
            for (int tap = 0; tap < taps; tap++) {
                int offset = windows.offset(position, tap);
                for (int p = 0; offset >= 0 && p < planes; p++) {
                    out.add(p * plane + offset, x, (p * taps + tap) * positions + position);
                }
            }
        }
        return List.of(out.build(sizes));
    }
}
