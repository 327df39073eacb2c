package hone.profiler.report;

/**
 * How far the baseline strayed from itself, in this run and usually.
 *
 * @param now in this run, as a share: 0.02 is 2 %
 * @param usual median over earlier runs of this workload on this machine; 0 where there are none
 * @param runs that the usual floor rests on
 */
public record NoiseFloor(double now, double usual, int runs) {
    /** What a verdict has to clear: a lucky run does not lower it. */
    public double used() {
        return Math.max(now, usual);
    }

    /** Whether this run is far noisier than this workload usually is. */
    public boolean isUnusual() {
        return runs >= 3 && now > 2 * usual;
    }
}
