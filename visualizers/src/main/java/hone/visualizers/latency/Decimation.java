package hone.visualizers.latency;

/**
 * Thins a line for a screen: of the points that fall into one column of pixels only the lowest and the highest are
 * kept, in the order they came. The drawn outline is the same as that of all points, spikes included, and the cost of
 * drawing depends on the width of the chart and no longer on the length of the trial.
 */
final class Decimation {
    private Decimation() {}

    /** At most two points per column between low and high; points outside are dropped. */
    static Points minMax(Points points, double low, double high, int columns) {
        if (columns < 1 || !(high > low)) {
            return Points.NONE;
        }
        double[] xs = new double[Math.min(points.size(), 2 * columns)];
        double[] ys = new double[xs.length];
        int kept = 0;
        int i = 0;
        int n = points.size();
        while (i < n) {
            double x = points.xs()[i];
            if (x < low || x > high) {
                i++;
                continue;
            }
            int column = column(x, low, high, columns);
            int lowest = i;
            int highest = i;
            int next = i + 1;
            while (next < n && points.xs()[next] <= high && column(points.xs()[next], low, high, columns) == column) {
                lowest = points.ys()[next] < points.ys()[lowest] ? next : lowest;
                highest = points.ys()[next] > points.ys()[highest] ? next : highest;
                next++;
            }
            int first = Math.min(lowest, highest);
            int second = Math.max(lowest, highest);
            xs[kept] = points.xs()[first];
            ys[kept++] = points.ys()[first];
            if (second != first) {
                xs[kept] = points.xs()[second];
                ys[kept++] = points.ys()[second];
            }
            i = next;
        }
        return new Points(java.util.Arrays.copyOf(xs, kept), java.util.Arrays.copyOf(ys, kept));
    }

    private static int column(double x, double low, double high, int columns) {
        return Math.min((int) ((x - low) / (high - low) * columns), columns - 1);
    }
}
