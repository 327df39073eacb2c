package hone.profiler.scenario;

import hone.engine.Cancellation;
import hone.profiler.trial.TimedArm;

/**
 * Runs queries through one server with one queue, first come, first served. A latency begins when a query arrives, not when it
 * is begun: a server that stalls delays all that arrive meanwhile, and a clock that began with the server would see one slow
 * query where there were many. Gil Tene, "How not to measure latency", calls that coordinated omission.
 *
 * @param clock they live by
 */
record QueryStream(QueryClock clock) {
    /** Longest wait without a look at whether to stop. */
    private static final long STEP_NANOS = 200_000_000;

    /**
     * Queries that arrive whether the server is ready or not.
     *
     * @param arm serves one query in one run
     * @param atLeastNanos the stretch of time the arrivals were made for
     * @param limitNanos after which nothing is begun any more
     * @throws hone.engine.Cancelled if it was stopped
     */
    QueryLog arriving(TimedArm arm, Arrivals arrivals, long atLeastNanos, long limitNanos, Cancellation stop) {
        QueryLog log = new QueryLog();
        arm.getReady();
        long start = clock.nanoTime();
        long free = start;
        int arrived = 0;
        int query = 0;
        while (query < arrivals.count() && free - start <= limitNanos) {
            stop.check("the scenario");
            long intended = start + arrivals.at(query);
            boolean hadToWait = free > intended;
            waitUntil(intended, stop);
            long began = clock.nanoTime();
            while (arrived < arrivals.count() && start + arrivals.at(arrived) <= began) {
                arrived++;
            }
            arm.run();
            free = clock.nanoTime();
            log.served(intended, began, free, hadToWait, arrived - query - 1);
            query++;
        }
        while (query < arrivals.count()) {
            log.unserved(Math.max(0, free - start - arrivals.at(query++)));
        }
        log.spanned(Math.max(atLeastNanos, free - start));
        return log;
    }

    /** In steps, as at a low rate the next arrival may be minutes away. */
    private void waitUntil(long time, Cancellation stop) {
        while (time - clock.nanoTime() > STEP_NANOS) {
            clock.waitUntil(clock.nanoTime() + STEP_NANOS / 2);
            stop.check("the scenario");
        }
        clock.waitUntil(time);
    }

    /**
     * One query after the other, each as soon as the one before is done.
     *
     * @param nanos for how long; at least one is served
     * @throws hone.engine.Cancelled if it was stopped
     */
    QueryLog single(TimedArm arm, long nanos, Cancellation stop) {
        QueryLog log = new QueryLog();
        arm.getReady();
        long start = clock.nanoTime();
        long began = start;
        do {
            stop.check("the scenario");
            arm.run();
            long ended = clock.nanoTime();
            log.served(began, began, ended, false, 0);
            began = clock.nanoTime();
        } while (began - start < nanos);
        log.spanned(began - start);
        return log;
    }
}
