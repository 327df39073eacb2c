package hone.engine.kernel.attention;

/** What the plain kernels of attention do with one row in a Java array. */
final class PlainRows {
    private PlainRows() {}

    /** Four sums that do not wait for one another. */
    static float dot(float[] a, float[] b, int n) {
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        int c = 0;
        for (; c < n - 3; c += 4) {
            sum0 += a[c] * b[c];
            sum1 += a[c + 1] * b[c + 1];
            sum2 += a[c + 2] * b[c + 2];
            sum3 += a[c + 3] * b[c + 3];
        }
        for (; c < n; c++) {
            sum0 += a[c] * b[c];
        }
        return sum0 + sum1 + (sum2 + sum3);
    }

    /** Turns scores into weights that are not yet divided by their sum, which is returned. */
    static float softmax(float[] score, int n, float scale) {
        float largest = -Float.MAX_VALUE;
        for (int j = 0; j < n; j++) {
            score[j] *= scale;
            largest = Math.max(largest, score[j]);
        }
        double sum = 0;
        for (int j = 0; j < n; j++) {
            score[j] = (float) Math.exp(score[j] - largest);
            sum += score[j];
        }
        return (float) sum;
    }

    /** sum += factor · row. The loop the compiler vectorizes. */
    static void addOne(float factor, float[] row, float[] sum, int n) {
        for (int j = 0; j < n; j++) {
            sum[j] += factor * row[j];
        }
    }
}
