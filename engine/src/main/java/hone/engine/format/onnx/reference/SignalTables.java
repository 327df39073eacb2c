package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;
import java.util.List;
import java.util.Set;

/** Windows that weight a frame of a signal, and the matrix that gathers a spectrum's bins into bands of the mel scale. */
final class SignalTables implements Operator {
    private static final double HAMMING = 25.0 / 46;

    private static final double COSINE_STEPS = 40;

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
        call.work(size, COSINE_STEPS);
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

    /** Triangles over the bins, each from the middle of the one before to the middle of the next // (bins, bands). */
    private static NdArray mel(Call call, ElementType type) {
        int bands = size(call, 0, "bands");
        int length = size(call, 1, "samples");
        double low = mel(call.in(3).real(0));
        double high = mel(call.in(4).real(0));
        int bins = length / 2 + 1;
        double[] out = new double[Dims.count(bins, bands)];
        call.work(out.length + (double) bands, COSINE_STEPS);
        for (int band = 0; band < bands; band++) {
            int from = bin(call, low + band * (high - low) / (bands + 2), length, bins);
            int peak = bin(call, low + (band + 1) * (high - low) / (bands + 2), length, bins);
            int to = bin(call, low + (band + 2) * (high - low) / (bands + 2), length, bins);
            for (int bin = 0; bin < bins; bin++) {
                out[bin * bands + band] = triangle(bin, from, peak, to);
            }
        }
        return NdArray.ofNumbers(type, new int[] {bins, bands}, out);
    }

    /** Up from {@code from} to 1 at the peak and down to {@code to}; a side without a width falls straight. */
    private static double triangle(int bin, int from, int peak, int to) {
        if (bin == peak) {
            return 1;
        }
        double share = bin < peak ? (bin - from) / (double) (peak - from) : (to - bin) / (double) (to - peak);
        return bin < from || bin > to ? 0 : share;
    }

    /** The bin of a spectrum that a place on the mel scale falls into. */
    private static int bin(Call call, double mel, int length, int bins) {
        double hertz = 700 * (Math.pow(10, mel / 2595) - 1);
        double rate = call.in(2).real(0);
        double bin = Math.floor((length + 1.0) * hertz / rate);
        if (!(bin >= 0 && bin < bins)) {
            throw call.wrong(
                    "an edge lies at " + hertz + " Hz, and " + rate + " samples a second reach to " + rate / 2);
        }
        return (int) bin;
    }

    private static double mel(double hertz) {
        return 2595 * Math.log10(1 + hertz / 700);
    }
}
