package hone.profiler.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.Cancelled;
import hone.profiler.trial.TimedArm;
import org.junit.jupiter.api.Test;

/** Queries of an artificial server, mostly on a clock that the test turns. */
class QueryStreamTest {
    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000_000_000;

    private final HandClock clock = new HandClock();
    private final Cancellation stop = new Cancellation();

    private QueryLog arriving(TimedArm arm, double rate, double seconds) {
        return new QueryStream(clock)
                .arriving(
                        arm,
                        Arrivals.poisson(rate, seconds, 3, 0),
                        (long) (seconds * SECOND),
                        (long) (1.5 * seconds * SECOND),
                        stop);
    }

    private static void near(long expected, long actual, long most, String what) {
        assertTrue(Math.abs(actual - expected) <= most, what + ": " + actual + ", expected " + expected);
    }

    /** The half second in which nothing is served is felt by all who arrive meanwhile, and by one who is served. */
    @Test
    void aStallIsSeenByAllWhoWaitThroughIt() {
        QueryLog log = arriving(clock.server(query -> query == 1_000 ? 500 * MILLI : 200 * MICRO), 1_000, 4);
        long felt = log.queries() - log.latency().getCountBetweenValues(0, 50 * MILLI);
        long served = log.queries() - log.service().getCountBetweenValues(0, 50 * MILLI);
        assertEquals(1, served, "from their own beginning only one took long");
        near(
                560,
                felt,
                80,
                "at 1,000 a second 450 arrived early enough in the stall to wait 50 ms, and the queue"
                        + " behind them took an eighth of a second to become short");
        assertTrue(log.latency().getValueAtPercentile(99) > 400 * MILLI, "the tail shows it");
        assertTrue(log.service().getValueAtPercentile(99) < MILLI, "a clock that began with the server would not");
        assertTrue(log.mostWaiting() > 400, "waiting at once: " + log.mostWaiting());
        assertEquals(0, log.unserved());
    }

    @Test
    void whoeverFindsTheServerIdleWaitsForNothing() {
        QueryLog log = arriving(clock.server(_ -> 10 * MICRO), 100, 10);
        near(10 * MICRO, log.latency().getValueAtPercentile(50), 10, "latency");
        assertTrue(log.queued() < 0.01 * log.queries(), "queued: " + log.queued());
        assertEquals(0, log.lag().getMaxValue());
        assertEquals(100, log.servedPerSecond(), 10);
        assertEquals(0.001, log.utilization(), 0.0002);
    }

    /** M/D/1 at half load: half of the queries wait, and the mean wait is half a service time (Pollaczek and Khinchine). */
    @Test
    void waitingIsThatOfAQueueOfThisLoad() {
        QueryLog log = arriving(clock.server(_ -> MILLI), 500, 400);
        assertEquals(0.5, log.utilization(), 0.01);
        assertEquals(0.5, (double) log.queued() / log.queries(), 0.01);
        assertEquals(1.5 * MILLI, log.latency().getMean(), 0.03 * MILLI);
        assertEquals(MILLI, log.service().getMean(), 0.002 * MILLI);
    }

    @Test
    void wakingLateIsMeasuredApart() {
        clock.wakesLate(70 * MICRO);
        QueryLog log = arriving(clock.server(_ -> 10 * MICRO), 100, 10);
        near(70 * MICRO, log.lag().getValueAtPercentile(50), 100, "lag");
        near(80 * MICRO, log.latency().getValueAtPercentile(50), 100, "latency");
    }

    @Test
    void moreThanCanBeServedEndsInTimeAndSaysSo() {
        QueryLog log = arriving(clock.server(_ -> 10 * MILLI), 1_000, 2);
        near(300, log.queries() - log.unserved(), 2, "three seconds of ten milliseconds each");
        assertTrue(log.unserved() > 1_500, "unserved: " + log.unserved());
        assertEquals(100, log.servedPerSecond(), 1);
        near(
                27 * SECOND / 10,
                log.latency().getMaxValue(),
                SECOND / 20,
                "the first of those never begun arrived 0.3 s after the start and was given up after 3 s");
    }

    /** At a low rate the next query may be far away: who stops the run does not wait for it. */
    @Test
    void aStopIsHeardWhileNothingArrives() {
        long begin = clock.nanoTime();
        QueryClock stopping = new QueryClock() {
            @Override
            public long nanoTime() {
                return clock.nanoTime();
            }

            @Override
            public void waitUntil(long time) {
                clock.waitUntil(time);
                if (clock.nanoTime() - begin > SECOND) {
                    stop.cancel();
                }
            }
        };
        Arrivals rare = Arrivals.poisson(0.001, 10_000, 3, 0);
        assertTrue(rare.at(0) > 10 * SECOND, "the first is far away: " + rare.at(0));
        QueryStream stream = new QueryStream(stopping);
        assertThrows(Cancelled.class, () -> stream.arriving(() -> {}, rare, SECOND, SECOND, stop));
        assertTrue(clock.nanoTime() - begin < 2 * SECOND, "stopped after " + (clock.nanoTime() - begin));
    }

    @Test
    void aStopIsHeardBetweenQueries() {
        TimedArm stopping = clock.server(query -> {
            if (query == 5) {
                stop.cancel();
            }
            return MICRO;
        });
        assertThrows(Cancelled.class, () -> arriving(stopping, 1_000, 1));
        assertThrows(Cancelled.class, () -> new QueryStream(clock).single(stopping, SECOND, stop));
    }

    @Test
    void oneAfterTheOtherNobodyWaits() {
        QueryLog log = new QueryStream(clock).single(clock.server(query -> (query % 2 + 1) * MILLI), SECOND, stop);
        near(667, log.queries(), 1, "queries");
        assertEquals(667, log.servedPerSecond(), 1);
        assertEquals(0, log.queued());
        assertEquals(1, log.utilization(), 0.001);
    }

    @Test
    void tailsAreShownWithEnoughValuesOnly() {
        int[] counts = {63, 64, 661, 662, 6_649, 6_650};
        for (int i = 0; i < counts.length; i++) {
            QueryLog log = new QueryLog();
            for (int query = 0; query < counts[i]; query++) {
                log.served(0, 0, (query + 1) * MICRO, false, 0);
            }
            Percentiles found = Percentiles.of(log.latency());
            assertEquals(counts[i], found.n());
            assertEquals(counts[i] / 2.0 * MICRO, found.p50(), 2 * MICRO + 0.002 * counts[i] * MICRO);
            assertEquals(i >= 1, found.p90() != null, counts[i] + " values");
            assertEquals(i >= 3, found.p99() != null, counts[i] + " values");
            assertEquals(i >= 5, found.p999() != null, counts[i] + " values");
            assertEquals(
                    counts[i],
                    found.buckets().stream()
                            .mapToLong(Percentiles.Bucket::count)
                            .sum());
        }
        assertNull(Percentiles.of(new QueryLog().lag()).p90());
        assertNotNull(Percentiles.of(new QueryLog().lag()).buckets());
    }

    /** The one test on the system's clock: nobody is woken early, and hardly anybody late. */
    @Test
    void theSystemsClockWakesOnTime() {
        QueryLog log = new QueryStream(QueryClock.SYSTEM)
                .arriving(() -> {}, Arrivals.poisson(200, 2, 3, 0), 2 * SECOND, 3 * SECOND, stop);
        assertTrue(log.lag().getMinValue() >= 0);
        assertTrue(
                log.lag().getValueAtPercentile(50) < 50 * MICRO,
                "half are woken within 50 µs: " + log.lag().getValueAtPercentile(50));
        assertEquals(200, log.servedPerSecond(), 40);
    }
}
