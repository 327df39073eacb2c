package hone.engine.data;

/**
 * The frame of MNIST: a digit is fitted to a box of 20 × 20 pixels at its own aspect ratio, and the box is moved by whole
 * pixels so that the ink's centre of mass comes to the middle of a field of 28 × 28.
 *
 * <p>Source: Y. LeCun, C. Cortes and C. Burges, "The MNIST database of handwritten digits".
 */
final class DigitFrame {
    static final int BOX = 20;
    static final int FIELD = 28;

    /** A path shorter than this share of the template's box is a dot and is not enlarged to fill the frame. */
    private static final double SMALLEST = 0.05;

    private static final int NEWTON_STEPS = 5;

    private DigitFrame() {}

    /** Scales and moves the points so that the line, as wide as its radii in pixels say, just fits into the box. */
    static void fit(PenPath path) {
        double scale = Math.min(
                BOX / SMALLEST,
                Math.min(largestScale(path.x, path.radius, path.count), largestScale(path.y, path.radius, path.count)));
        centre(path.x, path.radius, path.count, scale);
        centre(path.y, path.radius, path.count, scale);
    }

    /**
     * The scale at which the line spans the box in one coordinate. The span is a convex function of the scale, so that
     * Newton's steps from above come down on the answer; they are exact once the outermost points stay the same.
     */
    private static double largestScale(double[] points, double[] radius, int count) {
        double scale = BOX / SMALLEST;
        for (int step = 0; step < NEWTON_STEPS; step++) {
            int low = lowest(points, radius, count, scale);
            int high = highest(points, radius, count, scale);
            double span = points[high] - points[low];
            if (span <= SMALLEST) {
                return BOX / SMALLEST;
            }
            scale = (BOX - radius[low] - radius[high]) / span;
        }
        return scale;
    }

    private static int lowest(double[] points, double[] radius, int count, double scale) {
        int lowest = 0;
        for (int i = 1; i < count; i++) {
            if (points[i] * scale - radius[i] < points[lowest] * scale - radius[lowest]) {
                lowest = i;
            }
        }
        return lowest;
    }

    private static int highest(double[] points, double[] radius, int count, double scale) {
        int highest = 0;
        for (int i = 1; i < count; i++) {
            if (points[i] * scale + radius[i] > points[highest] * scale + radius[highest]) {
                highest = i;
            }
        }
        return highest;
    }

    private static void centre(double[] points, double[] radius, int count, double scale) {
        int low = lowest(points, radius, count, scale);
        int high = highest(points, radius, count, scale);
        double middle = (points[low] * scale - radius[low] + points[high] * scale + radius[high]) / 2;
        for (int i = 0; i < count; i++) {
            points[i] = points[i] * scale - middle + BOX / 2.0;
        }
    }

    /**
     * Places the box on the field; what of it holds no ink may lie outside.
     *
     * @param ink 0 … 1 // (20, 20)
     * @param field receives 0 … 255 from {@code offset} on // (28, 28); it holds zeros before
     */
    static void place(double[] ink, byte[] field, int offset) {
        double mass = 0;
        double massX = 0;
        double massY = 0;
        int firstColumn = BOX;
        int lastColumn = 0;
        int firstRow = BOX;
        int lastRow = 0;
        for (int p = 0; p < BOX * BOX; p++) {
            if (ink[p] > 0) {
                int row = p / BOX;
                int column = p % BOX;
                mass += ink[p];
                massX += ink[p] * (column + 0.5);
                massY += ink[p] * (row + 0.5);
                firstColumn = Math.min(firstColumn, column);
                lastColumn = Math.max(lastColumn, column);
                firstRow = Math.min(firstRow, row);
                lastRow = row;
            }
        }
        int left = Math.clamp(Math.round(FIELD / 2.0 - massX / mass), -firstColumn, FIELD - 1 - lastColumn);
        int top = Math.clamp(Math.round(FIELD / 2.0 - massY / mass), -firstRow, FIELD - 1 - lastRow);
        for (int row = firstRow; row <= lastRow; row++) {
            for (int column = firstColumn; column <= lastColumn; column++) {
                int target = offset + (top + row) * FIELD + left + column;
                field[target] = (byte) (int) (ink[row * BOX + column] * 255 + 0.5);
            }
        }
    }
}
