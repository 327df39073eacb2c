package hone.engine.data;

/**
 * The path of a pen as short straight pieces, in a buffer that one painter uses again for every digit. Piece i leads from
 * point i - 1 to point i, except where a stroke starts at i.
 */
final class PenPath {
    private static final int CAPACITY = 512;

    final double[] x = new double[CAPACITY];
    final double[] y = new double[CAPACITY];
    /** Half the width of the line at the point. */
    final double[] radius = new double[CAPACITY];

    final boolean[] starts = new boolean[CAPACITY];
    int count;

    void clear() {
        count = 0;
    }

    void add(double px, double py, boolean startsStroke) {
        x[count] = px;
        y[count] = py;
        starts[count] = startsStroke;
        count++;
    }
}
