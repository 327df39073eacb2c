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

    private DigitFrame() {}

    /** Scales and moves the path so that its points, widened by {@code radius} pixels, just fit into the box. */
    static void fit(PenPath path, double radius) {
        double left = path.lowest(path.x);
        double top = path.lowest(path.y);
        double width = path.highest(path.x) - left;
        double height = path.highest(path.y) - top;
        double scale = (BOX - 2 * radius) / Math.max(Math.max(width, height), SMALLEST);
        double moveX = (BOX - width * scale) / 2 - left * scale;
        double moveY = (BOX - height * scale) / 2 - top * scale;
        for (int i = 0; i < path.count; i++) {
            path.x[i] = path.x[i] * scale + moveX;
            path.y[i] = path.y[i] * scale + moveY;
        }
    }

    /**
     * Places the box on the field.
     *
     * @param ink 0 … 1 // (20, 20)
     * @param field receives 0 … 255 from {@code offset} on // (28, 28); it holds zeros before
     */
    static void place(double[] ink, byte[] field, int offset) {
        double mass = 0;
        double massX = 0;
        double massY = 0;
        for (int row = 0; row < BOX; row++) {
            for (int column = 0; column < BOX; column++) {
                double value = ink[row * BOX + column];
                mass += value;
                massX += value * (column + 0.5);
                massY += value * (row + 0.5);
            }
        }
        int left = Math.clamp(Math.round(FIELD / 2.0 - massX / mass), 0, FIELD - BOX);
        int top = Math.clamp(Math.round(FIELD / 2.0 - massY / mass), 0, FIELD - BOX);
        for (int row = 0; row < BOX; row++) {
            for (int column = 0; column < BOX; column++) {
                int target = offset + (top + row) * FIELD + left + column;
                field[target] = (byte) (int) (ink[row * BOX + column] * 255 + 0.5);
            }
        }
    }
}
