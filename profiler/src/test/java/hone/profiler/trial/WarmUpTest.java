package hone.profiler.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private static final long MILLI = 1_000_000;

    /** May warm up for 50 ms, and for 600 where the compiler is at work. */
    private static final TrialBudget BUDGET = new TrialBudget(50 * MILLI, 100 * MILLI, 700 * MILLI);

    @Test
    void aWarmUpIsOverWhenItsTimeIs() {
        long start = System.nanoTime();
        assertTrue(warmUp(() -> false));
        assertTrue(System.nanoTime() - start < 600 * MILLI * 10);
    }

    @Test
    void kernelsThatWaitForTheCompilerAreWaitedFor() {
        long start = System.nanoTime();
        assertTrue(warmUp(() -> System.nanoTime() - start < 200 * MILLI));
        assertTrue(System.nanoTime() - start >= 200 * MILLI);
    }

    @Test
    void aCompilerThatIsNeverDoneIsNotWaitedForForEver() {
        long start = System.nanoTime();
        assertFalse(warmUp(() -> true));
        assertTrue(System.nanoTime() - start >= 500 * MILLI);
        assertTrue(System.nanoTime() - start < 600 * MILLI * 10);
    }

    /** Interpreted, a vector kernel runs hundreds of times slower at a very steady pace, and waits in no queue at first. */
    @Test
    void anArmFarBelowWhatIsKnownOfItIsNotWarm() {
        TimedArm cold = new TimedArm() {
            @Override
            public void run() {
                LockSupport.parkNanos(2 * MILLI);
            }

            @Override
            public double expectedNanos() {
                return MILLI / 10.0;
            }
        };
        assertFalse(warmUp(cold, () -> false));
    }

    @Test
    void theLongestWarmUpIsWhatTheTimedBlocksLeave() {
        assertEquals(600 * MILLI, BUDGET.longestWarmUpNanos());
        assertEquals(50 * MILLI, new TrialBudget(50 * MILLI, 100 * MILLI, 100 * MILLI).longestWarmUpNanos());
    }

    private static boolean warmUp(BooleanSupplier compiling) {
        return warmUp(() -> LockSupport.parkNanos(100_000), compiling);
    }

    private static boolean warmUp(TimedArm arm, BooleanSupplier compiling) {
        return new WarmUp(List.of(new ArmTimer(arm)), new JvmCounters(), compiling, new Cancellation())
                .run(BUDGET, TrialListener.NONE);
    }
}
