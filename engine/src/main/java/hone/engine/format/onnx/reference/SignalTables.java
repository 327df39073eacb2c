package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;
import java.util.List;
import java.util.Set;

/** Windows that weight a frame of a signal, and the matrix that gathers a spectrum's bins into bands of the mel scale. */
final class SignalTables implements Operator {
    private static final double HAMMING = 25.0 / 46;

    @Override
    public Set<String> names() {
        return Set.of("HannWindow", "HammingWindow", "BlackmanWindow", "MelWeightMatrix");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        ElementType type = call.type("output_datatype", ElementType.F32);
        return List.of(call.operator().equals("MelWeightMatrix") ? mel(call, type) : window(call, type));
    }

    private static int size(Call call, int input, String what) {
        long size = call.in(input).whole(0);
        if (size < 0 || size > Dims.MAX_ELEMENTS) {
            throw call.wrong("it has " + size + ' ' + what);
        }
        return (int) size;
    }

    private static NdArray window(Call call, ElementType type) {
        int size = size(call, 0, "elements");
        int period = call.flag("periodic", true) ? size : size - 1;
        double[] out = new double[size];
        for (int i = 0; i < size; i++) {
            double angle = 2 * Math.PI * i / period;
            out[i] = switch (call.operator()) {
                case "HannWindow" -> 0.5 - 0.5 * Math.cos(angle);
                case "HammingWindow" -> HAMMING - (1 - HAMMING) * Math.cos(angle);
                default -> 0.42 - 0.5 * Math.cos(angle) + 0.08 * Math.cos(2 * angle);
            };
        }
        return NdArray.ofNumbers(type, new int[] {size}, out);
    }

    /** Triangles over the bins, as wide as the bands' edges say // (bins, bands). */
    private static NdArray mel(Call call, ElementType type) {
        int bands = size(call, 0, "bands");
        int length = size(call, 1, "samples");
        double rate = call.in(2).real(0);
        double low = mel(call.in(3).real(0));
        double step = (mel(call.in(4).real(0)) - low) / (bands + 2);
        int bins = length / 2 + 1;
        int[] edges = new int[bands + 2];
        for (int i = 0; i < edges.length; i++) {
            double hertz = 700 * (Math.pow(10, (low + i * step) / 2595) - 1);
            double edge = Math.floor((length + 1) * hertz / rate);
            if (!(edge >= 0 && edge < bins)) {
                throw call.wrong(
                        "an edge lies at " + hertz + " Hz, and " + rate + " samples a second reach to " + rate / 2);
            }
            edges[i] = (int) edge;
        }
        double[] out = new double[Dims.count(bins, bands)];
        for (int band = 0; band < bands; band++) {
            int left = edges[band];
            int middle = edges[band + 1];
            int right = edges[band + 2];
            for (int bin = left; bin <= middle; bin++) {
                out[bin * bands + band] = left == middle ? 1 : (double) (bin - left) / (middle - left);
            }
            for (int bin = middle; bin < right; bin++) {
                out[bin * bands + band] = (double) (right - bin) / (right - middle);
            }
        }
        return NdArray.ofNumbers(type, new int[] {bins, bands}, out);
    }

    private static double mel(double hertz) {
        return 2595 * Math.log10(1 + hertz / 700);
    }
}
