package hone.profiler.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.Cancelled;
import hone.profiler.report.Verdict;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TrialTest {
    private static final TrialBudget SHORT = new TrialBudget(600_000_000L, 800_000_000L, 4_000_000_000L);

    @Test
    void halfTheWorkIsFaster() {
        TrialOutcome outcome = compare(new BusyArm(20_000), new BusyArm(10_000));
        assertEquals(Verdict.FASTER, outcome.verdict(), outcome.sentence());
        assertEquals(2, outcome.ratio().median(), 0.3, outcome.sentence());
        assertTrue(outcome.baseline().n() >= 64, "n " + outcome.baseline().n());
        assertNotNull(outcome.baseline().p90());
        assertEquals(outcome.baseline().n(), outcome.baseline().samples().size());
        assertEquals(outcome.baseline().n(), outcome.baseline().blocks().size());
        assertTrue(outcome.baseline().low() <= outcome.baseline().median());
        assertTrue(outcome.baseline().warmUpRuns() > 0);
        assertTrue(outcome.sentence().contains("as fast"), outcome.sentence());
    }

    @Test
    void tenPerCentMoreWorkIsSlower() {
        TrialOutcome outcome = compare(new BusyArm(20_000), new BusyArm(22_400));
        double needed = outcome.ratio().noiseFloor()
                + (outcome.ratio().high() - outcome.ratio().low()) / 2;
        if (needed < 0.10) {
            assertEquals(Verdict.SLOWER, outcome.verdict(), outcome.sentence());
        }
    }

    /** Ten times what the self-check allows: here the call may go to any of the arms that these tests have made. */
    @Test
    void nothingTakesNoTime() {
        TrialOutcome outcome = compare(() -> {}, () -> {});
        assertTrue(outcome.baseline().median() < 50, outcome.baseline().median() + " ns");
    }

    @Test
    void slowArmsGetFewSamplesWithinTheLimit() {
        TrialBudget tight = new TrialBudget(100_000_000L, 200_000_000L, 700_000_000L);
        TimedArm slow = () -> sleep(60);
        TrialOutcome outcome =
                new Trial(tight, 1).compare(slow, slow, new LiveBlocks(60), TrialListener.NONE, new Cancellation());
        assertTrue(outcome.blocks() <= 3, outcome.blocks() + " blocks");
        assertTrue(outcome.elapsedNanos() < 1_100_000_000L, outcome.elapsedNanos() + " ns");
        assertTrue(outcome.verdict() != Verdict.FASTER && outcome.verdict() != Verdict.SLOWER, outcome.sentence());
    }

    /** As kernels do that the compiler takes up late: the plan was made for slow runs, and the time is used all the same. */
    @Test
    void armsThatBecomeFastAfterTheFirstBlockGetMoreBlocks() {
        boolean[] fast = {false};
        TimedArm arm = () -> {
            if (!fast[0]) {
                sleep(20);
            }
        };
        TrialListener quicken = new TrialListener() {
            @Override
            public void progress(double fraction, String what, long remainingNanos) {}

            @Override
            public void blockDone(LiveBlocks live) {
                fast[0] = true;
            }
        };
        LiveBlocks live = new LiveBlocks(Trial.mostBlocks());
        new Trial(new TrialBudget(100_000_000L, 400_000_000L, 4_000_000_000L), 1)
                .compare(arm, arm, live, quicken, new Cancellation());
        assertTrue(live.count() > 20, live.count() + " blocks, where the plan had room for five slow ones");
    }

    @Test
    void watchersSeeEveryBlockAndProgressRises() {
        LiveBlocks live = new LiveBlocks(Trial.mostBlocks());
        AtomicInteger blocks = new AtomicInteger();
        double[] last = {0};
        TrialListener listener = new TrialListener() {
            @Override
            public void progress(double fraction, String what, long remainingNanos) {
                assertTrue(fraction >= last[0] - 1e-9 && fraction <= 1, what + " " + fraction);
                last[0] = fraction;
            }

            @Override
            public void blockDone(LiveBlocks seen) {
                assertEquals(blocks.incrementAndGet(), seen.count());
            }
        };
        new Trial(SHORT, 3).compare(new BusyArm(1_000), new BusyArm(900), live, listener, new Cancellation());
        assertEquals(blocks.get(), live.count());
        assertTrue(live.baseline(0) > 0 && live.candidate(live.count() - 1) > 0);
    }

    @Test
    void cancelIsHeardWithinATenthOfASecond() throws InterruptedException {
        Cancellation stop = new Cancellation();
        Thread thread = Thread.ofPlatform()
                .start(() -> assertThrows(
                        Cancelled.class,
                        () -> new Trial(TrialBudget.NORMAL, 1)
                                .compare(
                                        new BusyArm(9), new BusyArm(9), new LiveBlocks(60), TrialListener.NONE, stop)));
        sleep(300);
        long asked = System.nanoTime();
        stop.cancel();
        thread.join();
        assertTrue(System.nanoTime() - asked < 100_000_000L);
    }

    @Test
    void anArmThatChangesItsAnswerIsADefect() {
        AtomicInteger runs = new AtomicInteger();
        TimedArm fickle = new TimedArm() {
            @Override
            public void run() {
                runs.incrementAndGet();
            }

            @Override
            public long checksum() {
                return runs.get();
            }
        };
        assertThrows(IllegalStateException.class, () -> compare(fickle, new BusyArm(100)));
    }

    @Test
    @Tag("slow")
    void sameAgainstSameIsHardlyEverCalledDifferent() {
        int wrong = 0;
        for (int i = 0; i < 60; i++) {
            Verdict verdict = compare(new BusyArm(5_000), new BusyArm(5_000)).verdict();
            wrong += verdict == Verdict.FASTER || verdict == Verdict.SLOWER ? 1 : 0;
        }
        assertTrue(wrong <= 4, wrong + " of 60");
    }

    private static TrialOutcome compare(TimedArm baseline, TimedArm candidate) {
        return new Trial(SHORT, 42)
                .compare(baseline, candidate, new LiveBlocks(60), TrialListener.NONE, new Cancellation());
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Work that takes a time in proportion to its steps: each step needs the one before it, and shifts with exclusive or
     * are nothing a compiler folds. (It does fold x·a + c, several steps into one: 0.06 ns a step, and half the steps
     * are then no longer half the time.)
     */
    private static final class BusyArm implements TimedArm {
        private final int steps;
        private long sum;

        BusyArm(int steps) {
            this.steps = steps;
        }

        @Override
        public void run() {
            long x = steps;
            for (int i = 0; i < steps; i++) {
                x ^= x << 13;
                x ^= x >>> 7;
                x ^= x << 17;
            }
            sum = x;
        }

        @Override
        public long checksum() {
            return sum;
        }
    }
}
