package hone.engine.format.onnx.reference;

import java.util.List;
import java.util.Set;

/**
 * DFT along one axis, and STFT over frames of a signal. Complex numbers are two elements of the last dimension; the axis is an
 * attribute before version 20, an input from then on.
 */
final class FourierTransforms implements Operator {
    @Override
    public Set<String> names() {
        return Set.of("DFT", "STFT");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        NdArray x = call.in(0);
        int parts = x.rank() < 2 ? 0 : x.dim(x.rank() - 1);
        if (parts != 1 && parts != 2) {
            throw call.wrong(x + " does not hold real or complex numbers in its last dimension");
        }
        return List.of(call.operator().equals("STFT") ? frames(call, x) : transform(call, x));
    }

    private static NdArray transform(Call call, NdArray x) {
        long given = call.opset() >= 20 ? (call.has(2) ? call.in(2).whole(0) : -2) : call.whole("axis", 1);
        int axis = Dims.axis(given, x.rank());
        if (axis == x.rank() - 1) {
            throw call.wrong("axis " + given + " is the one of the complex numbers");
        }
        boolean inverse = call.flag("inverse", false);
        boolean half = call.flag("onesided", false);
        int size = x.dim(axis);
        int length = length(call, call.has(1) ? call.in(1).whole(0) : inverse && half ? 2L * (size - 1) : size);
        int bins = half && !inverse ? length / 2 + 1 : length;
        int parts = half && inverse ? 1 : 2;
        int[] sizes = Dims.replaced(x.dims(), axis, bins);
        sizes[sizes.length - 1] = parts;
        int inner = Dims.product(x.dims(), axis + 1, x.rank() - 1);
        int outer = Dims.product(x.dims(), 0, axis);
        double[] out = new double[Dims.count(sizes)];
        call.work(outer, inner, Spectrum.steps(length));
        Spectrum.Roots roots = Spectrum.Roots.of(length);
        for (int row = 0; row < outer * inner; row++) {
            Spectrum line = new Spectrum(roots);
            int known = Math.min(size, half && inverse ? length / 2 + 1 : length);
            for (int i = 0; i < known; i++) {
                int at = ((row / inner * size + i) * inner + row % inner) * x.dim(x.rank() - 1);
                line.set(i, x.real(at), x.dim(x.rank() - 1) == 2 ? x.real(at + 1) : 0);
            }
            if (half && inverse) {
                line.mirror();
            }
            Spectrum result = inverse ? line.inverse() : line.forward();
            for (int k = 0; k < bins; k++) {
                int at = ((row / inner * bins + k) * inner + row % inner) * parts;
                out[at] = result.real(k);
                if (parts == 2) {
                    out[at + 1] = result.imaginary(k);
                }
            }
        }
        return NdArray.ofReals(x.type(), sizes, out);
    }

    private static int length(Call call, long length) {
        if (length < 1 || length > Dims.MAX_ELEMENTS) {
            throw call.wrong("its transforms have a length of " + length);
        }
        return (int) length;
    }

    /** x // (batch, samples, 1 or 2) to (batch, frames, bins, 2). */
    private static NdArray frames(Call call, NdArray x) {
        if (x.rank() != 3) {
            throw call.wrong("its signal is " + x + ", not of three dimensions");
        }
        long window = call.has(2) ? call.in(2).count() : x.dim(1);
        int length = length(call, call.has(3) ? call.in(3).whole(0) : window);
        long step = call.in(1).whole(0);
        if (step < 1 || length > x.dim(1) || (call.has(2) && window > length)) {
            throw call.wrong("frames of " + length + " every " + step + " of " + x.dim(1) + " samples");
        }
        int frames = (int) (1 + (x.dim(1) - length) / step);
        int bins = call.flag("onesided", true) ? length / 2 + 1 : length;
        int parts = x.dim(2);
        double[] out = new double[Dims.count(x.dim(0), frames, bins, 2)];
        call.work(x.dim(0), frames, Spectrum.steps(length));
        Spectrum.Roots roots = Spectrum.Roots.of(length);
        for (int row = 0; row < x.dim(0) * frames; row++) {
            Spectrum frame = new Spectrum(roots);
            for (int i = 0; i < (call.has(2) ? window : length); i++) {
                int at = (row / frames * x.dim(1) + row % frames * (int) step + i) * parts;
                double weight = call.has(2) ? call.in(2).real(i) : 1;
                frame.set(i, x.real(at) * weight, parts == 2 ? x.real(at + 1) * weight : 0);
            }
            Spectrum result = frame.forward();
            for (int k = 0; k < bins; k++) {
                out[(row * bins + k) * 2] = result.real(k);
                out[(row * bins + k) * 2 + 1] = result.imaginary(k);
            }
        }
        return NdArray.ofReals(x.type(), new int[] {x.dim(0), frames, bins, 2}, out);
    }
}
