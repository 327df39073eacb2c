package hone.engine.data;

/**
 * Draws smooth strokes through control points: cubic Hermite pieces with Catmull and Rom's tangents, half the way from
 * the previous point to the next, and one-sided tangents at a stroke's ends and corners.
 *
 * <p>Source: E. Catmull and R. Rom, "A class of local interpolating splines", 1974.
 */
final class PenSpline {
    /** Straight pieces per curve piece: at 20 pixels a digit the error stays far below a tenth of a pixel. */
    private static final int PIECES = 6;

    private PenSpline() {}

    /**
     * @param x control points, as many as the glyph has
     * @param glyph says where strokes start and turn
     * @param path receives the points
     */
    static void draw(double[] x, double[] y, Glyph glyph, PenPath path) {
        path.clear();
        int n = glyph.points();
        for (int i = 0; i < n; i++) {
            if (glyph.starts()[i]) {
                path.add(x[i], y[i], true);
                continue;
            }
            int a = i - 1;
            boolean fromStart = glyph.starts()[a] || glyph.corner()[a];
            boolean toEnd = i + 1 == n || glyph.starts()[i + 1] || glyph.corner()[i];
            int before = fromStart ? a : a - 1;
            int after = toEnd ? i : i + 1;
            piece(x, y, before, a, i, after, path);
        }
    }

    private static void piece(double[] x, double[] y, int before, int a, int b, int after, PenPath path) {
        double startTangentX = (x[b] - x[before]) / 2;
        double startTangentY = (y[b] - y[before]) / 2;
        double endTangentX = (x[after] - x[a]) / 2;
        double endTangentY = (y[after] - y[a]) / 2;
        for (int p = 1; p <= PIECES; p++) {
            double t = (double) p / PIECES;
            double s = 1 - t;
            double atA = s * s * (1 + 2 * t);
            double atB = t * t * (1 + 2 * s);
            double leavingA = t * s * s;
            double enteringB = -t * t * s;
            path.add(
                    atA * x[a] + atB * x[b] + leavingA * startTangentX + enteringB * endTangentX,
                    atA * y[a] + atB * y[b] + leavingA * startTangentY + enteringB * endTangentY,
                    false);
        }
    }
}
