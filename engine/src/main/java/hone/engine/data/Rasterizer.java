package hone.engine.data;

import hone.engine.random.CounterRandom;
import java.util.Arrays;

/** Turns a pen path into anti-aliased ink on a square field of pixels. */
final class Rasterizer {
    private static final double NOTHING = -1e9;

    private final int side;
    /** How deep a pixel's centre lies inside the line, in pixels; negative outside // (side, side). */
    private final double[] depth;

    Rasterizer(int side) {
        this.side = side;
        this.depth = new double[side * side];
    }

    /**
     * @param path points and radii in pixels; pixel (row, column) has its centre at (column + ½, row + ½)
     * @param edge width of the grey edge, in pixels
     * @param roughness how far the edge strays at a pixel, in pixels either way
     * @param random draws the straying
     * @param ink receives 0 … 1 // (side, side)
     */
    void fill(PenPath path, double edge, double roughness, CounterRandom random, double[] ink) {
        Arrays.fill(depth, NOTHING);
        for (int i = 0; i < path.count; i++) {
            boolean dot = path.starts[i] && (i + 1 == path.count || path.starts[i + 1]);
            if (dot) {
                line(path, i, i, edge);
            } else if (!path.starts[i]) {
                line(path, i - 1, i, edge);
            }
        }
        long bits = 0;
        for (int p = 0; p < ink.length; p++) {
            // One draw serves eight pixels with a byte each.
            bits = p % 8 == 0 ? random.nextLong() : bits >>> 8;
            double stray = roughness * ((bits & 0xFF) / 127.5 - 1);
            ink[p] = Math.clamp((depth[p] + stray) / edge + 0.5, 0, 1);
        }
    }

    private void line(PenPath path, int from, int to, double edge) {
        double ax = path.x[from];
        double ay = path.y[from];
        double dx = path.x[to] - ax;
        double dy = path.y[to] - ay;
        double radius = (path.radius[from] + path.radius[to]) / 2;
        double reach = radius + edge / 2;
        double inverse = 1 / Math.max(dx * dx + dy * dy, 1e-12);
        int top = Math.max(0, (int) (Math.min(ay, path.y[to]) - reach));
        int bottom = Math.min(side - 1, (int) (Math.max(ay, path.y[to]) + reach));
        int left = Math.max(0, (int) (Math.min(ax, path.x[to]) - reach));
        int right = Math.min(side - 1, (int) (Math.max(ax, path.x[to]) + reach));
        for (int row = top; row <= bottom; row++) {
            double py = row + 0.5 - ay;
            for (int column = left; column <= right; column++) {
                double px = column + 0.5 - ax;
                double along = Math.clamp((px * dx + py * dy) * inverse, 0, 1);
                double ex = px - along * dx;
                double ey = py - along * dy;
                double inside = radius - Math.sqrt(ex * ex + ey * ey);
                int p = row * side + column;
                depth[p] = Math.max(depth[p], inside);
            }
        }
    }
}
