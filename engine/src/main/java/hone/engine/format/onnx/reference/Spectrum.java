package hone.engine.format.onnx.reference;

/**
 * Complex numbers and their discrete Fourier transform, which is divided by the prime factors of its length (Cooley and Tukey,
 * "An algorithm for the machine calculation of complex Fourier series", 1965).
 */
final class Spectrum {
    private final Roots roots;
    private final double[] real;
    private final double[] imaginary;

    /** As many numbers as there are roots, all 0. */
    Spectrum(Roots roots) {
        this.roots = roots;
        real = new double[roots.length()];
        imaginary = new double[roots.length()];
    }

    /** The roots of unity of a length, which all transforms of that length share. */
    record Roots(double[] cos, double[] sin) {
        static Roots of(int length) {
            Roots roots = new Roots(new double[length], new double[length]);
            for (int i = 0; i < length; i++) {
                double angle = 2 * Math.PI * i / length;
                roots.cos[i] = Math.cos(angle);
                roots.sin[i] = Math.sin(angle);
            }
            return roots;
        }

        int length() {
            return cos.length;
        }
    }

    /** Steps that a transform takes: each prime factor of its length is a round of sums of as many terms. */
    static double steps(int length) {
        double terms = 0;
        for (int rest = length; rest > 1; rest /= leastFactor(rest)) {
            terms += leastFactor(rest);
        }
        return length * (8 * terms + 50);
    }

    void set(int i, double realPart, double imaginaryPart) {
        real[i] = realPart;
        imaginary[i] = imaginaryPart;
    }

    double real(int i) {
        return real[i];
    }

    double imaginary(int i) {
        return imaginary[i];
    }

    /** Fills the second half so that the inverse is real: bin n-k is the conjugate of bin k. */
    void mirror() {
        imaginary[0] = 0;
        for (int k = 1; k <= real.length / 2; k++) {
            int other = real.length - k;
            real[other] = real[k];
            imaginary[other] = k == other ? 0 : -imaginary[k];
        }
    }

    Spectrum forward() {
        return transformed(-1);
    }

    /** Divided by the length, so that it takes back {@link #forward}. */
    Spectrum inverse() {
        Spectrum result = transformed(1);
        for (int i = 0; i < real.length; i++) {
            result.real[i] /= real.length;
            result.imaginary[i] /= real.length;
        }
        return result;
    }

    private Spectrum transformed(int sign) {
        Spectrum out = new Spectrum(roots);
        transform(sign, real.length, 0, 1, out, 0, new Spectrum(roots));
        return out;
    }

    /** Of every {@code stride}-th number from {@code from} on, {@code n} in all; {@code sums} is there to be written to. */
    private void transform(int sign, int n, int from, int stride, Spectrum out, int to, Spectrum sums) {
        if (n == 1) {
            out.set(to, real[from], imaginary[from]);
            return;
        }
        int parts = leastFactor(n);
        int each = n / parts;
        for (int p = 0; p < parts; p++) {
            transform(sign, each, from + p * stride, stride * parts, out, to + p * each, sums);
        }
        for (int k = 0; k < n; k++) {
            double re = 0;
            double im = 0;
            int turn = 0;
            for (int p = 0; p < parts; p++) {
                double cos = roots.cos[turn * stride];
                double sin = sign * roots.sin[turn * stride];
                int at = to + p * each + k % each;
                re += out.real[at] * cos - out.imaginary[at] * sin;
                im += out.real[at] * sin + out.imaginary[at] * cos;
                turn = turn + k < n ? turn + k : turn + k - n;
            }
            sums.set(to + k, re, im);
        }
        System.arraycopy(sums.real, to, out.real, to, n);
        System.arraycopy(sums.imaginary, to, out.imaginary, to, n);
    }

    private static int leastFactor(int n) {
        for (int factor = 2; (long) factor * factor <= n; factor++) {
            if (n % factor == 0) {
                return factor;
            }
        }
        return n;
    }
}
