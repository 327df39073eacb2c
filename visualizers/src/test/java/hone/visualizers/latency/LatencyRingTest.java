package hone.visualizers.latency;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.profiler.report.Verdict;
import hone.visualizers.SampleReport;
import org.junit.jupiter.api.Test;

/** The ring of samples, and the range that does not jump. */
class LatencyRingTest {
    @Test
    void theOldestMakeRoom() {
        var ring = new LatencyRing(4);
        ring.append(0, new double[] {1, 2, 3});
        ring.append(1, new double[] {4, 5, 6});
        assertEquals(4, ring.size());
        assertArrayEquals(new double[] {3, 4, 5, 6}, ring.decimated(0, 2, 100).ys());
        assertEquals(4.5, ring.median());
        assertThrows(IllegalArgumentException.class, () -> new LatencyRing(0));
    }

    @Test
    void samplesOfABlockLieWithinIt() {
        var ring = new LatencyRing(10);
        ring.append(3, new double[] {7, 8});
        assertArrayEquals(new double[] {3.25, 3.75}, ring.decimated(0, 10, 1000).xs());
        assertTrue(Double.isNaN(new LatencyRing(1).median()));
    }

    @Test
    void aFinishedReportIsTracedFromItsRawSamples() {
        LatencyTrace trace = LatencyTrace.of(SampleReport.of(0.5, Verdict.FASTER, 6));
        assertEquals(6, trace.blocks());
        assertEquals(24, trace.baseline().size());
        assertEquals(24, trace.candidate().size());
        assertTrue(trace.candidate().median() < trace.baseline().median());
    }

    @Test
    void theRangeGrowsInATrialAndStaysFromOneToTheNextWhileItFits() {
        var range = new StickyRange();
        range.fit(100, 1000);
        double low = range.low();
        double high = range.high();
        assertTrue(low <= 100 && high >= 1000);
        range.include(200, 900);
        range.fit(120, 950);
        assertEquals(low, range.low());
        assertEquals(high, range.high());
        range.include(200, 5000);
        assertTrue(range.high() >= 5000);
        range.fit(200, 230);
        assertTrue(range.high() <= 300, "a range mostly empty is set anew");
    }

    @Test
    void aLockedRangeStays() {
        var range = new StickyRange();
        range.fit(100, 1000);
        double high = range.high();
        range.setLocked(true);
        range.include(100, 9000);
        range.fit(1, 2);
        assertEquals(high, range.high());
    }

    @Test
    void anEmptyChartIsDrawnWithoutTicksFromZero() {
        assertEquals(java.util.List.of(), LatencyAxis.ticks(0, 1, 5));
        assertEquals(java.util.List.of(), LatencyAxis.ticks(1, Double.POSITIVE_INFINITY, 5));
        assertEquals(java.util.List.of(), LatencyAxis.ticks(Double.NaN, 1, 5));
        LatencyView.warmUp();
    }

    @Test
    void ticksAreRoundFewAndInside() {
        assertEquals(java.util.List.of(1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0), LatencyAxis.ticks(1, 100, 8));
        assertEquals(java.util.List.of(1.0, 10.0, 100.0, 1000.0), LatencyAxis.ticks(1, 1000, 4));
        assertEquals(java.util.List.of(320.0, 340.0, 360.0), LatencyAxis.ticks(310, 370, 3));
    }
}
