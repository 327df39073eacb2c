package hone.engine.format.onnx.reference;

/**
 * Complex numbers and their discrete Fourier transform, which is divided by the prime factors of its length (Cooley and Tukey,
 * "An algorithm for the machine calculation of complex Fourier series", 1965).
 */
final class Spectrum {
    private final double[] real;
    private final double[] imaginary;

    Spectrum(int length) {
        real = new double[length];
        imaginary = new double[length];
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
        Spectrum out = new Spectrum(real.length);
        transform(sign, real.length, 0, 1, out, 0);
        return out;
    }

    /** Of every {@code stride}-th number from {@code from} on, {@code n} in all. */
    private void transform(int sign, int n, int from, int stride, Spectrum out, int to) {
        if (n == 1) {
            out.set(to, real[from], imaginary[from]);
            return;
        }
        int parts = leastFactor(n);
        int each = n / parts;
        for (int p = 0; p < parts; p++) {
            transform(sign, each, from + p * stride, stride * parts, out, to + p * each);
        }
        Spectrum sums = new Spectrum(n);
        for (int k = 0; k < n; k++) {
            double re = 0;
            double im = 0;
            for (int p = 0; p < parts; p++) {
                double angle = sign * 2 * Math.PI * ((long) p * k % n) / n;
                double cos = Math.cos(angle);
                double sin = Math.sin(angle);
                int at = to + p * each + k % each;
                re += out.real[at] * cos - out.imaginary[at] * sin;
                im += out.real[at] * sin + out.imaginary[at] * cos;
            }
            sums.set(k, re, im);
        }
        System.arraycopy(sums.real, 0, out.real, to, n);
        System.arraycopy(sums.imaginary, 0, out.imaginary, to, n);
    }

    private static int leastFactor(int n) {
        for (int factor = 2; factor * factor <= n; factor++) {
            if (n % factor == 0) {
                return factor;
            }
        }
        return n;
    }
}
