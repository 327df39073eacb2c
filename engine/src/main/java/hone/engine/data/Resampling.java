package hone.engine.data;

/**
 * One change of place, direction and size of a picture about its middle, by bilinear interpolation; what lies outside the
 * picture is background.
 *
 * @param right pixels to move to the right
 * @param down pixels to move down
 * @param turn clockwise, in radians
 * @param scale above 1 enlarges
 */
record Resampling(double right, double down, double turn, double scale) {
    /**
     * Changes every channel of a picture alike.
     *
     * @param images say the picture's size
     * @param source // (channels, rows, columns)
     * @param target receives the picture from {@code offset} on // (channels, rows, columns)
     */
    void apply(LabelledImages images, float[] source, float[] target, int offset) {
        int plane = images.rows() * images.columns();
        for (int channel = 0; channel < images.channels(); channel++) {
            float[] one = images.channels() == 1
                    ? source
                    : java.util.Arrays.copyOfRange(source, channel * plane, (channel + 1) * plane);
            apply(one, images.rows(), images.columns(), target, offset + channel * plane);
        }
    }

    /**
     * @param source // (rows, columns)
     * @param target receives the picture from {@code offset} on // (rows, columns)
     */
    void apply(float[] source, int rows, int columns, float[] target, int offset) {
        double cos = StrictMath.cos(turn) / scale;
        double sin = StrictMath.sin(turn) / scale;
        double middleX = (columns - 1) / 2.0;
        double middleY = (rows - 1) / 2.0;
        for (int row = 0; row < rows; row++) {
            double dy = row - middleY - down;
            double left = -middleX - right;
            double x = cos * left + sin * dy + middleX;
            double y = cos * dy - sin * left + middleY;
            for (int column = 0; column < columns; column++) {
                target[offset + row * columns + column] =
                        sample(source, rows, columns, x + cos * column, y - sin * column);
            }
        }
    }

    private static float sample(float[] source, int rows, int columns, double x, double y) {
        if (!(x > -1 && y > -1 && x < columns && y < rows)) {
            return 0;
        }
        // Both are above -1, so that adding 1 before the cast rounds down instead of towards 0.
        int column = (int) (x + 1) - 1;
        int row = (int) (y + 1) - 1;
        float u = (float) (x - column);
        float v = (float) (y - row);
        float top = between(source, row, column, u, rows, columns);
        float bottom = between(source, row + 1, column, u, rows, columns);
        return top + v * (bottom - top);
    }

    private static float between(float[] source, int row, int column, float u, int rows, int columns) {
        if (row < 0 || row >= rows) {
            return 0;
        }
        float left = column >= 0 ? source[row * columns + column] : 0;
        float right = column + 1 < columns ? source[row * columns + column + 1] : 0;
        return left + u * (right - left);
    }
}
