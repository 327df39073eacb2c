package hone.profiler.selfcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import hone.profiler.report.Ratio;
import hone.profiler.service.SmallWorld;
import hone.profiler.service.TrialService;
import hone.profiler.trial.TimedArm;
import hone.profiler.trial.TrialBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The meta-tests themselves, each on little. */
@Timeout(300)
class SelfCheckTest {
    private static final TrialBudget TINY = new TrialBudget(150_000_000L, 100_000_000L, 800_000_000L);

    private final SmallWorld world = new SmallWorld();

    @AfterEach
    void end() {
        world.close();
    }

    private OpenArm arm() {
        return new TrialService(world.environment())
                .open(world.request("simd,fuse", 32), Recipe.parse("simd,fuse"), new Cancellation());
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
    void fiveTimesAsLongIsSlowerAndNothingMoreIsNot() {
        NoiseGuard guard = NoiseGuard.before();
        try (OpenArm arm = arm()) {
            SameAgainstSame same =
                    SameAgainstSame.of(arm, 8, TINY, 3, share -> assertTrue(share < 1), new Cancellation());
            assertTrue(same.falseVerdictRate() <= 0.25, "false verdicts " + same.falseVerdictRate());
            assertEquals(1, same.ablations());
            assertTrue(same.detectableFrom() > 0.01, "" + same.detectableFrom());
            SelfCheckResult.Delay delay = new InjectedDelay(4, 0.99).seen(arm, 2, TINY, 3, _ -> {}, new Cancellation());
            List<String> warnings = guard.after().warnings();
            assumeTrue(warnings.isEmpty(), "not a quiet machine: " + warnings);
            assertTrue(same.detectableFrom() < 2, "" + same.detectableFrom());
            assertEquals(new SelfCheckResult.Delay(1, 2, 1), delay, "five times as long");
        }
    }

    /** However long a run takes, and these take 1 to 4 ms: the delay is the same share of each. */
    @Test
    void aDelayedArmTakesThatMuchLongerAndAnswersTheSame() {
        long[] ran = {0};
        TimedArm arm = new TimedArm() {
            private int runs;

            @Override
            public void run() {
                long start = System.nanoTime();
                LockSupport.parkNanos(1_000_000L * (1 + runs++ % 4));
                ran[0] = System.nanoTime() - start;
            }

            @Override
            public long checksum() {
                return 7;
            }
        };
        TimedArm later = InjectedDelay.delayed(arm, 0.5);
        for (int i = 0; i < 8; i++) {
            long start = System.nanoTime();
            later.run();
            assertTrue(System.nanoTime() - start >= 1.5 * ran[0]);
        }
        assertEquals(7, later.checksum());
    }

    /** By figures worked out by hand: of estimates that stray by half an interval over 1.96, 95 % lie within 1.645 of that. */
    @Test
    void aComparisonIsSharpEnoughWhereItWouldShowTheDelayAsOftenAsIsNeeded() {
        InjectedDelay delay = new InjectedDelay(0.05, 0.95);
        assertTrue(delay.canShow(0.01, 0.0216));
        assertFalse(delay.canShow(0.01, 0.0219));
        assertFalse(delay.canShow(0.05, 0));
        assertTrue(new InjectedDelay(0.05, 0.5).canShow(0.01, 0.0399), "half of the time, by floor and half alone");
        assertFalse(new InjectedDelay(0.05, 0.5).canShow(0.01, 0.0401));
    }

    @Test
    void comparisonsOfWhatLookingCostsAreAveragedBySharpness() {
        Ratio sharp = new Ratio(1 / 1.01, 1 / 1.012, 1 / 1.008, 0);
        Ratio blunt = new Ratio(1 / 1.2, 1 / 1.6, 1 / 0.9, 0);
        LookingCost one = LookingCost.of(List.of(sharp));
        assertEquals(0.01, one.share(), 1e-4);
        assertEquals(0.008, one.low(), 1e-4);
        assertEquals(0.012, one.high(), 1e-4);
        assertTrue(one.isSharp(0.01) && !one.isSharp(0.003));
        assertEquals(0.01, LookingCost.of(List.of(blunt, sharp)).share(), 1e-3, "the blunt one hardly counts");
        LookingCost two = LookingCost.of(List.of(sharp, sharp));
        assertEquals(0.002 / Math.sqrt(2), (two.high() - two.low()) / 2, 1e-5, "twice as much is known");
        LookingCost unknown = LookingCost.of(List.of(new Ratio(0.9, 0, Double.POSITIVE_INFINITY, 0)));
        assertFalse(unknown.isSharp(1));
        assertEquals(1 / 0.9 - 1, unknown.share(), 1e-9);
    }

    /** The processes here take their own time, and the program's figure is made up to match or not to. */
    @Test
    void theClockOnTheWallRepeatsUntilItIsSharp() {
        LongFunction<List<String>> nothing = _ -> List.of(JavaProcess.command().getFirst(), "-version");
        SelfCheckResult.Outside outside =
                new OutsideClock(nothing, new Cancellation()).beside("none", () -> 2e9, share -> assertTrue(share < 1));
        assertTrue(outside.repeats() >= 5 && outside.repeats() <= 16, outside.toString());
        assertEquals(2e9, outside.product());
        assertTrue(outside.ratioLow() <= outside.ratio() && outside.ratio() <= outside.ratioHigh());
        assertEquals(0, outside.ratio(), 0.5, "two processes of nothing differ by little of two seconds");
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
                () -> new OutsideClock(
                                _ -> List.of(JavaProcess.command().getFirst(), "--no-such-option"), new Cancellation())
                        .nanosPerRun(1));
        assertTrue(failed.getMessage().contains("ended with 1"), failed.getMessage());
        Cancellation stop = new Cancellation();
        stop.cancel();
        assertThrows(
                Cancelled.class,
                () -> new OutsideClock(_ -> List.of(JavaProcess.command().getFirst(), "-version"), stop)
                        .nanosPerRun(1));
    }
}
