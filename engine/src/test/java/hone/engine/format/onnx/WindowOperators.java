package hone.engine.format.onnx;

import hone.engine.format.onnx.OnnxInterpreter.Array;
import java.util.ArrayList;
import java.util.List;

/** The ONNX operators that move a window over images, from their definitions: one place and one pixel at a time. */
final class WindowOperators {
    private final ReadMessage node;
    private final Array x;
    private final int channels;
    private final int height;
    private final int width;

    WindowOperators(ReadMessage node, Array x) {
        this.node = node;
        this.x = x;
        this.channels = (int) x.sizes()[1];
        this.height = (int) x.sizes()[2];
        this.width = (int) x.sizes()[3];
    }

    Array convolution(List<Array> in) {
        Array w = in.get(1);
        int groups = (int) OnnxInterpreter.attribute(node, "group", 1);
        int out = (int) w.sizes()[0];
        int inner = (int) w.sizes()[1];
        List<Long> kernel = List.of(w.sizes()[2], w.sizes()[3]);
        return slide(out, kernel, (sample, o, places) -> {
            double sum = in.size() > 2 ? in.get(2).values()[o] : 0;
            for (Place place : places) {
                for (int c = 0; c < inner; c++) {
                    int channel = o / (out / groups) * inner + c;
                    double weight = w.values()[
                            ((o * inner + c) * kernel.get(0).intValue() + place.i)
                                            * kernel.get(1).intValue()
                                    + place.j];
                    sum += weight * pixel(sample, channel, place);
                }
            }
            return sum;
        });
    }

    Array maximum() {
        return slide(
                channels,
                kernelShape(),
                (sample, channel, places) -> places.stream()
                        .mapToDouble(place -> pixel(sample, channel, place))
                        .max()
                        .orElseThrow());
    }

    Array mean() {
        if (OnnxInterpreter.attribute(node, "count_include_pad", 0) != 0) {
            throw new AssertionError("padding counts");
        }
        return slide(
                channels,
                kernelShape(),
                (sample, channel, places) -> places.stream()
                        .mapToDouble(place -> pixel(sample, channel, place))
                        .average()
                        .orElseThrow());
    }

    private List<Long> kernelShape() {
        return OnnxInterpreter.attributes(node, "kernel_shape");
    }

    private double pixel(int sample, int channel, Place place) {
        return x.values()[((sample * channels + channel) * height + place.y) * width + place.x];
    }

    /** Element (i, j) of the window and the pixel it lies on. */
    private record Place(int i, int j, int y, int x) {}

    private interface AtPlaces {
        double compute(int sample, int channel, List<Place> insideTheImage);
    }

    private Array slide(int out, List<Long> kernel, AtPlaces function) {
        int samples = (int) x.sizes()[0];
        int down = places(height, kernel, 0);
        int across = places(width, kernel, 1);
        double[] values = new double[samples * out * down * across];
        for (int index = 0; index < values.length; index++) {
            int row = index / across % down;
            int channel = index / across / down % out;
            values[index] = function.compute(index / across / down / out, channel, inside(kernel, row, index % across));
        }
        return new Array(new long[] {samples, out, down, across}, values);
    }

    private List<Place> inside(List<Long> kernel, int row, int column) {
        List<Place> inside = new ArrayList<>();
        for (int i = 0; i < kernel.get(0); i++) {
            for (int j = 0; j < kernel.get(1); j++) {
                int y = row * setting("strides", 0, 1) + i * setting("dilations", 0, 1) - setting("pads", 0, 0);
                int at = column * setting("strides", 1, 1) + j * setting("dilations", 1, 1) - setting("pads", 1, 0);
                if (y >= 0 && y < height && at >= 0 && at < width) {
                    inside.add(new Place(i, j, y, at));
                }
            }
        }
        return inside;
    }

    private int places(int pixels, List<Long> kernel, int dimension) {
        int window = (kernel.get(dimension).intValue() - 1) * setting("dilations", dimension, 1) + 1;
        int padded = pixels + setting("pads", dimension, 0) + setting("pads", dimension + 2, 0);
        return (padded - window) / setting("strides", dimension, 1) + 1;
    }

    private int setting(String name, int index, int otherwise) {
        List<Long> values = OnnxInterpreter.attributes(node, name);
        return values.isEmpty() ? otherwise : values.get(index).intValue();
    }
}
