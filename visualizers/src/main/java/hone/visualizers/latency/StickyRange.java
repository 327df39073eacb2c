package hone.visualizers.latency;

/**
 * The range of an axis that does not jump: while a trial runs it only grows, and from one trial to the next it stays
 * as long as the new data fits and fills a fair part of it. A locked one stays whatever comes.
 *
 * <p>It thinks in logarithms, as the axis does.
 */
public final class StickyRange {
    private static final double MARGIN = 1.12;
    private static final double FAIR_PART = 0.4;

    private double low;
    private double high;
    private boolean locked;

    /** Whether anything set it yet. */
    public boolean isSet() {
        return high > low;
    }

    /** Keeps the range whatever comes, or lets it follow again. */
    public void setLocked(boolean locked) {
        this.locked = locked;
    }

    /** Grows so far that the values fit; both above 0. */
    public void include(double least, double most) {
        if (!isSet()) {
            set(least, most);
        } else if (!locked && (least < low || most > high)) {
            low = Math.min(low, snapDown(least / MARGIN));
            high = Math.max(high, snapUp(most * MARGIN));
        }
    }

    /** A new trial's values: keeps the range where they fit it well, sets it anew where they do not. */
    public void fit(double least, double most) {
        boolean inside = isSet() && least >= low && most <= high;
        boolean fair = inside && Math.log(most / least) >= FAIR_PART * Math.log(high / low);
        if (!fair && !(locked && isSet())) {
            set(least, most);
        }
    }

    private void set(double least, double most) {
        low = snapDown(least / MARGIN);
        high = snapUp(most * MARGIN);
    }

    private static double snapDown(double value) {
        double grain = grain(value);
        return Math.floor(value / grain) * grain;
    }

    private static double snapUp(double value) {
        double grain = grain(value);
        return Math.ceil(value / grain) * grain;
    }

    private static double grain(double value) {
        return Math.pow(10, Math.floor(Math.log10(value)) - 1) * 5;
    }

    /** Lower end. */
    public double low() {
        return low;
    }

    /** Upper end. */
    public double high() {
        return high;
    }
}
