package hone.profiler.selfcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hone.engine.Cancellation;
import hone.engine.Cancelled;
import hone.engine.Unavailable;
import hone.engine.technique.Recipe;
import hone.profiler.JavaProcess;
import hone.profiler.arm.OpenArm;
import hone.profiler.machine.NoiseGuard;
import hone.profiler.service.SmallWorld;
import hone.profiler.service.TrialService;
import hone.profiler.trial.TimedArm;
import hone.profiler.trial.TrialBudget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The meta-tests themselves, each on little. */
@Timeout(300)
class SelfCheckTest {
    private static final TrialBudget TINY = new TrialBudget(150_000_000L, 100_000_000L, 800_000_000L);
    private static final SelfCheckResult GOOD = result(0.02, 0.9, 0.98, 1.0, 0.95, 0.95, 0.02, 1.2, true, 1.03);

    private final SmallWorld world = new SmallWorld();

    @AfterEach
    void end() {
        world.close();
    }

    private OpenArm arm() {
        return new TrialService(world.environment())
                .open(world.request("simd,fuse", 32), Recipe.parse("simd,fuse"), new Cancellation());
    }

    private static SelfCheckResult result(
            double falseRate,
            double three,
            double five,
            double ten,
            double coverage,
            double forks,
            double neutral,
            double empty,
            boolean warned,
            double outside) {
        SequencedMap<String, Double> detected = new LinkedHashMap<>();
        detected.put("3", three);
        detected.put("5", five);
        detected.put("10", ten);
        return new SelfCheckResult(
                falseRate,
                1_000,
                0.02,
                detected,
                200,
                coverage,
                forks,
                neutral,
                125,
                empty,
                warned,
                new SelfCheckResult.Outside("mlp", 100, 100 * outside),
                "",
                List.of(),
                0,
                List.of());
    }

    private static List<String> failures(SelfCheckResult result) {
        return SelfCheck.failures(result, result.observer());
    }

    @Test
    void eachLimitThatIsMissedIsNamed() {
        assertEquals(List.of(), failures(GOOD));
        assertEquals(
                1,
                failures(result(0.07, 0.9, 0.98, 1.0, 0.95, 0.95, 0.02, 1.2, true, 1))
                        .size());
        assertEquals(
                1,
                failures(result(0.02, 0.5, 0.98, 1.0, 0.95, 0.95, 0.02, 1.2, true, 1))
                        .size());
        assertEquals(
                1,
                failures(result(0.02, 0.9, 0.98, 0.9, 0.95, 0.95, 0.02, 1.2, true, 1))
                        .size());
        assertEquals(
                1,
                failures(result(0.02, 0.9, 0.98, 1.0, 0.91, 0.95, 0.02, 1.2, true, 1))
                        .size());
        assertEquals(
                1,
                failures(result(0.02, 0.9, 0.98, 1.0, 0.95, 0.99, 0.02, 1.2, true, 1))
                        .size());
        assertEquals(
                1,
                failures(result(0.02, 0.9, 0.98, 1.0, 0.95, 0.95, 0.12, 1.2, true, 1))
                        .size());
        assertEquals(
                1,
                failures(result(0.02, 0.9, 0.98, 1.0, 0.95, 0.95, 0.02, 20, true, 1))
                        .size());
        assertEquals(
                1,
                failures(result(0.02, 0.9, 0.98, 1.0, 0.95, 0.95, 0.02, 1.2, false, 1))
                        .size());
        assertEquals(
                1,
                failures(result(0.02, 0.9, 0.98, 1.0, 0.95, 0.95, 0.02, 1.2, true, 1.2))
                        .size());
        List<SelfCheckResult.Observer> dear = List.of(
                new SelfCheckResult.Observer("mlp", 1, 9_000, 0.3, 0.9, 0.2, 0.4, 0.8, 1),
                new SelfCheckResult.Observer("cnn", 64, 2e6, 0.02, 0.01, 0.005, 0.035, 0, 0.02));
        assertEquals(
                List.of("looking at cnn at batch 64 costs 2.0 % by counters and 1.0 % by recording"),
                SelfCheck.failures(GOOD, dear),
                "a short run's share is shown, and no limit");
    }

    @Test
    void madeUpTimingsAreCoveredAsOftenAsTheySay() {
        double blocks = Coverage.ofBlocks(400, 20261126);
        double forks = Coverage.ofForks(2_000, 20261126);
        assertTrue(blocks > 0.91 && blocks < 0.99, "blocks " + blocks);
        assertTrue(forks > 0.935 && forks < 0.965, "processes " + forks);
    }

    /** What others keep busy decides how small a delay can be seen, so that bound waits for a quiet machine, visibly. */
    @Test
    void halfAMillisecondMoreIsSlowerAndNothingMoreIsNot() {
        NoiseGuard guard = NoiseGuard.before();
        try (OpenArm arm = arm()) {
            SameAgainstSame same =
                    SameAgainstSame.of(arm, 8, TINY, 3, share -> assertTrue(share < 1), new Cancellation());
            assertTrue(same.falseVerdictRate() <= 0.25, "false verdicts " + same.falseVerdictRate());
            assertEquals(1, same.ablations());
            assertTrue(same.detectableFrom() > 0.01, "" + same.detectableFrom());
            double seen = InjectedDelay.detected(arm, 1e6, 0.5, 2, TINY, 3, _ -> {}, new Cancellation());
            List<String> warnings = guard.after().warnings();
            assumeTrue(warnings.isEmpty(), "not a quiet machine: " + warnings);
            assertTrue(same.detectableFrom() < 2, "" + same.detectableFrom());
            assertEquals(1, seen, "half a millisecond on top of some microseconds");
        }
    }

    @Test
    void aDelayedArmTakesThatMuchLongerAndAnswersTheSame() {
        try (OpenArm arm = arm()) {
            arm.run();
            long checksum = arm.checksum();
            TimedArm later = InjectedDelay.delayed(arm, 2_000_000);
            long start = System.nanoTime();
            later.run();
            assertTrue(System.nanoTime() - start >= 2_000_000);
            assertEquals(checksum, later.checksum());
        }
    }

    @Test
    void lookingIsComparedWithNotLooking() {
        SelfCheckResult.Observer observer =
                ObserverEffect.of(new Subject("small", 32, this::arm), _ -> TINY, 5, new Cancellation());
        assertEquals("small", observer.model());
        assertTrue(observer.runNanos() > 0);
        assertTrue(observer.counters() > -0.9 && observer.counters() < 10, observer.toString());
        assertTrue(observer.jfr() > -0.9 && observer.jfr() < 50, observer.toString());
    }

    @Test
    @Tag("slow")
    void aBusyProcessIsNoticed() {
        List<String> command = new ArrayList<>(JavaProcess.command());
        command.add(BusyProcess.class.getName());
        assertTrue(Stressor.warned(command));
        assertThrows(Unavailable.class, () -> Stressor.warned(List.of("/there/is/no/such/program")));
    }

    @Test
    void aProcessThatFailsIsNoClock() {
        Unavailable failed = assertThrows(
                Unavailable.class,
                () -> OutsideClock.nanosPerRun(
                        _ -> List.of(JavaProcess.command().getFirst(), "--no-such-option"), 1e9, new Cancellation()));
        assertTrue(failed.getMessage().contains("ended with 1"), failed.getMessage());
        Cancellation stop = new Cancellation();
        stop.cancel();
        assertThrows(
                Cancelled.class,
                () -> OutsideClock.nanosPerRun(
                        _ -> List.of(JavaProcess.command().getFirst(), "-version"), 1e9, stop));
    }
}
