package hone.profiler.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutliersTest {
    private static final int RUNS = 700;
    private static final int SLOW = 350;
    private static final long GAP = 10_000;

    /** Runs of 1 µs, 10 µs apart, one of them of 9 µs. */
    private static Timeline timeline(Map<Lane, List<Span>> lanes, List<CpuLoad> load) {
        List<Span> steps = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            steps.add(span("run " + (i + 1), "main", i * GAP, i == SLOW ? 9_000 : 1_000 + i % 7));
        }
        return new Timeline(Instant.EPOCH, RUNS * GAP, steps, lanes, load);
    }

    private static Span span(String name, String thread, long start, long duration) {
        return new Span(name, "", thread, start, duration, List.of());
    }

    private static Outlier slowest(Timeline timeline) {
        Outliers outliers = Outliers.of(timeline);
        assertEquals("run " + (SLOW + 1), outliers.found().getFirst().step().name());
        return outliers.found().getFirst();
    }

    @ParameterizedTest
    @CsvSource({
        "GC, garbage collection",
        "SAFEPOINT, safepoint",
        "COMPILATION, compilation",
        "DEOPTIMIZATION, deoptimization",
        "PARK, parked thread"
    })
    void whatLastedDuringASlowRunIsItsCause(Lane lane, String cause) {
        Span met = span("it", "main", SLOW * GAP - 500, 2_000);
        Outlier outlier = slowest(timeline(Map.of(lane, List.of(met)), List.of()));
        assertEquals(cause, outlier.text());
        assertEquals(1_500, outlier.causes().getFirst().overlapNanos());
        Span before = span("it", "main", SLOW * GAP - 2_000, 1_000);
        assertEquals(
                "unexplained",
                slowest(timeline(Map.of(lane, List.of(before)), List.of())).text());
    }

    @Test
    void anotherThreadsParkExplainsNothing() {
        Span other = span("it", "worker", SLOW * GAP, 5_000);
        assertEquals(
                "unexplained",
                slowest(timeline(Map.of(Lane.PARK, List.of(other)), List.of())).text());
    }

    @Test
    void busyProcessorsAreContention() {
        long at = SLOW * GAP;
        List<CpuLoad> busyThen = List.of(new CpuLoad(at - GAP, 0.5, 0), new CpuLoad(at + GAP, 0.5, 0.4));
        assertEquals(
                "other processes on the processors",
                slowest(timeline(Map.of(), busyThen)).text());
        List<CpuLoad> busyBefore = List.of(new CpuLoad(at - GAP, 0.5, 0.4), new CpuLoad(at + GAP, 0.5, 0));
        assertEquals("unexplained", slowest(timeline(Map.of(), busyBefore)).text());
    }

    @Test
    void whatStopsAThreadForCertainComesFirst() {
        Map<Lane, List<Span>> lanes = new EnumMap<>(Lane.class);
        for (Lane lane : Lane.values()) {
            lanes.put(lane, List.of(span("it", "main", SLOW * GAP, 100)));
        }
        Outlier outlier = slowest(timeline(lanes, List.of(new CpuLoad(0, 0, 1))));
        assertEquals(
                List.of(Outlier.Kind.values()),
                outlier.causes().stream().map(Outlier.Cause::kind).toList());
    }

    @Test
    void fewRunsHaveNoOutliers() {
        Timeline whole = timeline(Map.of(), List.of());
        Timeline few = new Timeline(
                whole.start(), whole.lengthNanos(), whole.steps().subList(0, 100), whole.lanes(), whole.load());
        Outliers outliers = Outliers.of(few);
        assertTrue(Double.isNaN(outliers.p99Nanos()) && outliers.found().isEmpty());
    }
}
