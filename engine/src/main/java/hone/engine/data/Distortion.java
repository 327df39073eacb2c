package hone.engine.data;

import hone.engine.random.CounterRandom;

/**
 * Bends a pen path as a hand would: a smooth random displacement of the whole plane, then width, slant and rotation
 * about the middle.
 */
final class Distortion {
    /** Nodes a side of the grid that carries the displacements; few, so that the plane bends and does not crumple. */
    private static final int NODES = 4;

    /** The grid covers a little more than the template's box, where slips of the pen may go. */
    private static final double MARGIN = 0.25;

    private final double[] shiftX = new double[NODES * NODES];
    private final double[] shiftY = new double[NODES * NODES];

    void apply(PenPath path, Handwriting hand, CounterRandom random) {
        for (int node = 0; node < NODES * NODES; node++) {
            shiftX[node] = hand.warp() * gaussianLike(random);
            shiftY[node] = hand.warp() * gaussianLike(random);
        }
        double sin = StrictMath.sin(hand.rotation());
        double cos = StrictMath.cos(hand.rotation());
        for (int i = 0; i < path.count; i++) {
            double gx = cell(path.x[i]);
            double gy = cell(path.y[i]);
            double y = path.y[i] + displacement(shiftY, gx, gy) - 0.5;
            y += 4 * hand.balance() * (0.25 - y * y);
            double x = (path.x[i] + displacement(shiftX, gx, gy) - 0.5) * hand.aspect() * (1 + hand.taper() * y);
            x -= hand.slant() * y;
            path.x[i] = 0.5 + cos * x - sin * y;
            path.y[i] = 0.5 + sin * x + cos * y;
        }
    }

    /** Mean 0, deviation 1, nearly normal and within ±3.5: the sum of four uniform numbers, cheaper than a true normal. */
    static double gaussianLike(CounterRandom random) {
        long bits = random.nextLong();
        double sum = (bits & 0xFFFF) + (bits >>> 16 & 0xFFFF) + (bits >>> 32 & 0xFFFF) + (bits >>> 48);
        return (sum / 65535.0 - 2) * 1.7320508075688772;
    }

    private static double cell(double coordinate) {
        return Math.clamp((coordinate + MARGIN) / (1 + 2 * MARGIN), 0, 1) * (NODES - 1);
    }

    /** Interpolates the nodes with a cubic ease in each cell, so that no crease shows where cells meet. */
    private static double displacement(double[] shift, double gx, double gy) {
        int column = Math.min((int) gx, NODES - 2);
        int row = Math.min((int) gy, NODES - 2);
        double u = ease(gx - column);
        double v = ease(gy - row);
        int node = row * NODES + column;
        double top = shift[node] + u * (shift[node + 1] - shift[node]);
        double bottom = shift[node + NODES] + u * (shift[node + NODES + 1] - shift[node + NODES]);
        return top + v * (bottom - top);
    }

    private static double ease(double t) {
        return t * t * (3 - 2 * t);
    }
}
