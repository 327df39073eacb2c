package hone.profiler.scenario;

import org.HdrHistogram.Histogram;

/** What became of queries. Taking one in allocates nothing. */
final class QueryLog {
    /** Longer than any query may take. */
    private static final long LONGEST_NANOS = 3_600_000_000_000L;

    /** Values are kept to a thousandth. */
    static final int DIGITS = 3;

    private final Histogram latency = new Histogram(LONGEST_NANOS, DIGITS);
    private final Histogram service = new Histogram(LONGEST_NANOS, DIGITS);
    private final Histogram lag = new Histogram(LONGEST_NANOS, DIGITS);
    private long queued;
    private long unserved;
    private int mostWaiting;
    private long spanNanos;

    /**
     * One was served.
     *
     * @param intended when it arrived
     * @param began when it was begun
     * @param ended when it was done
     * @param hadToWait whether an earlier one still ran when it arrived
     * @param waiting others that had arrived when it began
     */
    void served(long intended, long began, long ended, boolean hadToWait, int waiting) {
        record(latency, ended - intended);
        record(service, ended - began);
        if (hadToWait) {
            queued++;
        } else {
            record(lag, began - intended);
        }
        mostWaiting = Math.max(mostWaiting, waiting);
    }

    /**
     * One was never begun, as time was up.
     *
     * @param waitedNanos until then, which is the least its latency can be
     */
    void unserved(long waitedNanos) {
        record(latency, waitedNanos);
        unserved++;
        queued++;
    }

    /** A stretch of queries is over that took so long, its idle times included. */
    void spanned(long nanos) {
        spanNanos += nanos;
    }

    private static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.clamp(nanos, 0, LONGEST_NANOS));
    }

    /** Takes in what another has. */
    void add(QueryLog other) {
        latency.add(other.latency);
        service.add(other.service);
        lag.add(other.lag);
        queued += other.queued;
        unserved += other.unserved;
        mostWaiting = Math.max(mostWaiting, other.mostWaiting);
        spanNanos += other.spanNanos;
    }

    /** From arrival to the end, nanoseconds; of those that were never begun, until time was up. */
    Histogram latency() {
        return latency;
    }

    /** From the beginning to the end, nanoseconds. */
    Histogram service() {
        return service;
    }

    /** How late those began that had not to wait: what the clock and the system add. */
    Histogram lag() {
        return lag;
    }

    /** All that arrived. */
    long queries() {
        return latency.getTotalCount();
    }

    /** How many had to wait for others. */
    long queued() {
        return queued;
    }

    long unserved() {
        return unserved;
    }

    /** Most that waited at once. */
    int mostWaiting() {
        return mostWaiting;
    }

    /** Served a second, idle times included. */
    double servedPerSecond() {
        return spanNanos == 0 ? 0 : (queries() - unserved) * 1e9 / spanNanos;
    }

    /** The share of the time in which a query ran. */
    double utilization() {
        return spanNanos == 0 ? 0 : Math.min(1, service.getMean() * service.getTotalCount() / spanNanos);
    }
}
