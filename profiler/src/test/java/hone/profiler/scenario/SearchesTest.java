package hone.profiler.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The highest rate and the largest batch that helps. */
class SearchesTest {
    private static HighestRate.Probe probe(double rate, double p99, double target) {
        return new HighestRate.Probe(rate, p99, 1_000, p99 <= target);
    }

    @Test
    void theHighestRateIsWithinASixtyFourth() {
        HighestRate found = HighestRate.search(6_400, 1, (rate, _) -> probe(rate, rate, 4_321));
        assertTrue(found.perSecond() <= 4_321 && found.perSecond() > 4_321 - 101, found.toString());
        assertEquals(found.perSecond(), found.p99());
        assertEquals(found.perSecond() + 100, found.missedAt());
        assertEquals(2 * HighestRate.STEPS, found.probes().size());
    }

    @Test
    void aTargetThatNothingKeepsOrAllKeepIsSaidToBe() {
        HighestRate none = HighestRate.search(6_400, 1, (rate, _) -> probe(rate, 9, 1));
        assertEquals(0, none.perSecond());
        assertNull(none.p99());
        assertEquals(100, none.missedAt());
        HighestRate all = HighestRate.search(6_400, 1, (rate, _) -> probe(rate, 1, 9));
        assertEquals(6_300, all.perSecond());
        assertNull(all.missedAt());
    }

    /** Of a queue of its own, on a clock that the test turns: an M/D/1 queue's wait of more than 4 services is rare below 60 %. */
    @Test
    void ofAQueueItIsWhereTheTailGrowsBeyondTheTarget() {
        HandClock clock = new HandClock();
        double target = 5e6;
        HighestRate found = HighestRate.search(1_000, 1, (rate, attempt) -> {
            QueryLog log = new QueryStream(clock)
                    .arriving(
                            clock.server(_ -> 1_000_000),
                            Arrivals.poisson(rate, 100, 1, attempt),
                            100_000_000_000L,
                            150_000_000_000L,
                            new Cancellation());
            double p99 = (double) log.latency().getValueAtPercentile(99);
            return new HighestRate.Probe(rate, p99, log.queries(), p99 <= target);
        });
        assertTrue(found.perSecond() > 450 && found.perSecond() < 800, found.toString());
        List<HighestRate.Probe> kept =
                found.probes().stream().filter(HighestRate.Probe::kept).toList();
        assertTrue(kept.stream().allMatch(one -> one.p99() <= target), found.toString());
    }

    @Test
    void oneStallDoesNotSendTheSearchTheWrongWay() {
        HighestRate found = HighestRate.search(
                6_400, 1, (rate, attempt) -> probe(rate, attempt == 0 && rate == 3_200 ? 99_999 : rate, 4_321));
        assertTrue(found.perSecond() > 4_321 - 101, found.toString());
        assertEquals(2 * HighestRate.STEPS + 1, found.probes().size());
    }

    @Test
    void ratesAtWhichTooFewQueriesArriveAreNotTried() {
        assertTrue(HighestRate.search(20, 13, (rate, _) -> probe(rate, 1, 9))
                .probes()
                .isEmpty());
        HighestRate found = HighestRate.search(100, 13, (rate, _) -> probe(rate, 9, 1));
        assertEquals(25, found.missedAt());
        assertEquals(4, found.probes().size());
    }

    @Test
    void batchesAreDoubledUntilThatNoLongerHelps() {
        List<LargestBatch.Tried> tried =
                LargestBatch.search(1, 1_000, batch -> OptionalDouble.of(1_000.0 * Math.min(batch, 16)));
        assertEquals(
                List.of(1, 2, 4, 8, 16, 32, 64),
                tried.stream().map(LargestBatch.Tried::batch).toList());
        assertEquals(16, LargestBatch.best(tried));
    }

    @Test
    void aNoisyMomentDoesNotEndTheSearchAndMemoryDoes() {
        AtomicInteger looks = new AtomicInteger();
        List<LargestBatch.Tried> tried = LargestBatch.search(8, 4_000, batch -> {
            looks.incrementAndGet();
            return batch > 256 ? OptionalDouble.empty() : OptionalDouble.of(batch == 32 ? 1 : batch * 100.0);
        });
        assertEquals(
                List.of(8, 16, 32, 64, 128, 256),
                tried.stream().map(LargestBatch.Tried::batch).toList());
        assertEquals(256, LargestBatch.best(tried));
        assertEquals(7, looks.get());
        assertEquals(
                1, LargestBatch.search(64, 10, _ -> OptionalDouble.of(1)).size(), "the first is tried in any case");
    }
}
