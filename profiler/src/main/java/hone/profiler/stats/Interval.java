package hone.profiler.stats;

/**
 * An estimate with the interval that holds the true value in 95 % of such measurements.
 *
 * @param estimate the measured value
 * @param low lower end
 * @param high upper end
 */
public record Interval(double estimate, double low, double high) {
    public double halfWidth() {
        return (high - low) / 2;
    }

    public boolean contains(double value) {
        return low <= value && value <= high;
    }
}
