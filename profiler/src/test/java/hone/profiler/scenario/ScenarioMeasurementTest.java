package hone.profiler.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.Cancelled;
import hone.engine.InvalidInput;
import hone.profiler.service.SmallWorld;
import hone.profiler.service.TrialService;
import hone.profiler.trial.TrialListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** All three scenarios with a real small model: figures that fit each other, JSON that comes back, text with all of it. */
class ScenarioMeasurementTest {
    private final SmallWorld world = new SmallWorld();
    private final ScenarioMeasurement measurement = new ScenarioMeasurement(new TrialService(world.environment()));

    @AfterEach
    void end() {
        world.close();
    }

    private ScenarioRequest request(ScenarioKind kind, OptionalDouble rate, double seconds, OptionalDouble target) {
        return new ScenarioRequest(world.request("simd,fuse", 1), kind, rate, seconds, target);
    }

    private ScenarioReport measured(ScenarioRequest request) {
        List<Double> fractions = new ArrayList<>();
        TrialListener listener = new TrialListener() {
            @Override
            public void progress(double fraction, String what, long remainingNanos) {
                assertTrue(fractions.isEmpty() || fraction >= fractions.getLast(), fractions + " " + fraction + what);
                assertTrue(remainingNanos >= 0, what);
                fractions.add(fraction);
            }
        };
        ScenarioReport report = measurement.run(request, listener, new Cancellation());
        assertEquals(1, fractions.getLast());
        assertEquals(report, ScenarioJson.FORM.parse(ScenarioJson.FORM.text(report), "here"));
        String text = ScenarioText.of(report);
        assertTrue(text.contains(report.sentence()), text);
        assertTrue(text.lines().allMatch(line -> line.equals(line.stripTrailing())), text);
        assertEquals("simd,fuse", report.recipe());
        return report;
    }

    private static void ascending(Percentiles percentiles) {
        double p99 = Objects.requireNonNull(percentiles.p99(), percentiles.toString());
        double p90 = Objects.requireNonNull(percentiles.p90());
        assertTrue(percentiles.p50() <= p90 && p90 <= p99 && p99 <= percentiles.max(), percentiles.toString());
    }

    @Test
    void oneQueryAfterTheOther() {
        ScenarioResult.Single single = assertInstanceOf(
                ScenarioResult.Single.class,
                measured(request(ScenarioKind.SINGLE, OptionalDouble.empty(), 0.8, OptionalDouble.empty()))
                        .result());
        ascending(single.baseline().latency());
        ascending(single.candidate().latency());
        assertEquals(
                1e9 / single.baseline().latency().mean(),
                single.baseline().queriesPerSecond(),
                0.3 * single.baseline().queriesPerSecond(),
                "a query follows the other at once");
        assertTrue(single.gain().low() <= single.gain().median()
                && single.gain().median() <= single.gain().high());
    }

    @Test
    void queriesThatArriveAreTheSameForBothSides() {
        ScenarioResult.Server server = assertInstanceOf(
                ScenarioResult.Server.class,
                measured(request(ScenarioKind.SERVER, OptionalDouble.of(1_000), 1.6, OptionalDouble.empty()))
                        .result());
        assertEquals(server.baseline().queries(), server.candidate().queries());
        long queries = server.baseline().queries();
        assertTrue(queries > 1_440 && queries < 1_760, "queries: " + queries);
        for (ScenarioResult.ServerSide side : List.of(server.baseline(), server.candidate())) {
            ascending(side.latency());
            assertEquals(side.queries(), side.latency().n());
            assertTrue(side.latency().mean() >= side.service().mean(), side.toString());
        }
    }

    /** Every rate is tried two or three times, which takes half a minute. */
    @Test
    @Tag("slow")
    void theHighestRateThatKeepsATargetIsSearchedForBothSides() {
        ScenarioResult.Server server = assertInstanceOf(
                ScenarioResult.Server.class,
                measured(request(ScenarioKind.SERVER, OptionalDouble.of(1_000), 1.6, OptionalDouble.of(50e6)))
                        .result());
        for (ScenarioResult.ServerSide side : List.of(server.baseline(), server.candidate())) {
            HighestRate highest = Objects.requireNonNull(side.highestRate());
            int tries = highest.probes().size();
            assertTrue(tries >= 2 * HighestRate.STEPS && tries <= 3 * HighestRate.STEPS, highest.toString());
            assertTrue(highest.p99() == null || highest.p99() <= 50e6, highest.toString());
        }
    }

    @Test
    void aRateOfItsOwnIsHalfOfWhatTheSlowerSideServes() {
        ScenarioResult.Server server = assertInstanceOf(
                ScenarioResult.Server.class,
                measured(request(ScenarioKind.SERVER, OptionalDouble.empty(), 0.8, OptionalDouble.empty()))
                        .result());
        double busier =
                Math.max(server.baseline().utilization(), server.candidate().utilization());
        assertTrue(busier > 0.1 && busier < 1, "about half busy: " + busier);
    }

    @Test
    void allSamplesAtOnce() {
        ScenarioResult.Offline offline = assertInstanceOf(
                ScenarioResult.Offline.class,
                measured(request(ScenarioKind.OFFLINE, OptionalDouble.empty(), 0.5, OptionalDouble.empty()))
                        .result());
        assertEquals(203, offline.samples(), "all there are");
        for (ScenarioResult.OfflineSide side : List.of(offline.baseline(), offline.candidate())) {
            assertTrue(side.tried().stream().anyMatch(one -> one.batch() == side.batch()), side.toString());
            assertEquals(1, side.tried().getFirst().batch());
            assertTrue(side.low() <= side.samplesPerSecond() && side.samplesPerSecond() <= side.high());
        }
    }

    @Test
    void wordsThatMakeNoSenseAreRefused() {
        assertThrows(InvalidInput.class, () -> ScenarioKind.of("batch"));
        OptionalDouble none = OptionalDouble.empty();
        assertThrows(InvalidInput.class, () -> request(ScenarioKind.SINGLE, none, 0, none));
        assertThrows(InvalidInput.class, () -> request(ScenarioKind.SINGLE, OptionalDouble.of(5), 1, none));
        assertThrows(InvalidInput.class, () -> request(ScenarioKind.OFFLINE, none, 1, OptionalDouble.of(5)));
        assertThrows(InvalidInput.class, () -> request(ScenarioKind.SERVER, OptionalDouble.of(-5), 1, none));
        assertThrows(InvalidInput.class, () -> request(ScenarioKind.SERVER, OptionalDouble.of(50), 1, none));
        assertThrows(InvalidInput.class, () -> request(ScenarioKind.SERVER, OptionalDouble.of(1e12), 1, none));
        assertThrows(InvalidInput.class, () -> request(ScenarioKind.SERVER, none, 1, OptionalDouble.of(0)));
        Cancellation stop = new Cancellation();
        stop.cancel();
        long before = world.budget().used();
        assertThrows(
                Cancelled.class,
                () -> measurement.run(request(ScenarioKind.SERVER, none, 1, none), TrialListener.NONE, stop));
        assertEquals(before, world.budget().used(), "nothing stays open");
    }
}
