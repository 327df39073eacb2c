package hone.visualizers.latency;

/**
 * Points of a line, in rising order of x.
 *
 * @param xs places
 * @param ys values, as many
 */
public record Points(double[] xs, double[] ys) {
    /** No points. */
    static final Points NONE = new Points(new double[0], new double[0]);

    public Points {
        if (xs.length != ys.length) {
            throw new IllegalArgumentException("x and y differ in length: " + xs.length + " vs " + ys.length);
        }
    }

    /** How many. */
    public int size() {
        return xs.length;
    }
}
