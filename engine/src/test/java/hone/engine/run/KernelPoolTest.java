package hone.engine.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hone.engine.Cancellation;
import hone.engine.Cancelled;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KernelPoolTest {
    private final Cancellation never = new Cancellation();

    @Test
    void everyUnitRunsOnceWhateverTheNumberOfThreads() {
        for (int threads = 1; threads <= 5; threads++) {
            try (KernelPool pool = new KernelPool(threads)) {
                for (int round = 0; round < 2_000; round++) {
                    int units = round % 37;
                    AtomicIntegerArray seen = new AtomicIntegerArray(37);
                    pool.run(
                            (from, to, _) -> {
                                for (long unit = from; unit < to; unit++) {
                                    seen.incrementAndGet((int) unit);
                                }
                            },
                            units,
                            threads,
                            never);
                    for (int unit = 0; unit < 37; unit++) {
                        assertEquals(unit < units ? 1 : 0, seen.get(unit), "unit " + unit + " of " + units);
                    }
                }
            }
        }
    }

    @Test
    void gatheredThreadsRunSideBySide() throws InterruptedException {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "this machine has one processor");
        try (KernelPool pool = new KernelPool(2)) {
            for (int i = 0; i < 5; i++) {
                Thread.sleep(10);
                assertTrue(pool.gather(2, 60_000_000_000L), "the helper did not come within a minute");
            }
        }
    }

    @Test
    void gatheringOneThreadOrWithoutPatienceReturnsAtOnce() {
        try (KernelPool pool = new KernelPool(2)) {
            assertTrue(pool.gather(1, 0));
            long start = System.nanoTime();
            pool.gather(2, 0);
            assertTrue(System.nanoTime() - start < 1_000_000_000L);
            assertTrue(pool.gather(0, 0));
        }
        try (KernelPool alone = new KernelPool(1)) {
            assertTrue(alone.gather(8, 0));
        }
    }

    @Test
    void workersHaveDistinctNumbersBelowTheNumberOfThreads() {
        try (KernelPool pool = new KernelPool(4)) {
            for (int round = 0; round < 200; round++) {
                AtomicIntegerArray inside = new AtomicIntegerArray(3);
                pool.run(
                        (_, _, worker) -> {
                            assertEquals(1, inside.incrementAndGet(worker), "two threads share worker " + worker);
                            spin();
                            inside.decrementAndGet(worker);
                        },
                        64,
                        3,
                        never);
            }
        }
    }

    @Test
    void aFailureReachesTheCallerAndThePoolGoesOn() {
        try (KernelPool pool = new KernelPool(3)) {
            IllegalStateException thrown = assertThrows(
                    IllegalStateException.class,
                    () -> pool.run(
                            (from, _, _) -> {
                                if (from >= 5) {
                                    throw new IllegalArgumentException("unit " + from);
                                }
                            },
                            24,
                            3,
                            never));
            assertTrue(thrown.getCause() instanceof IllegalArgumentException);
            AtomicLong count = new AtomicLong();
            pool.run((from, to, _) -> count.addAndGet(to - from), 24, 3, never);
            assertEquals(24, count.get());
        }
    }

    @Test
    void cancellationIsSeenBetweenChunks() {
        try (KernelPool pool = new KernelPool(2)) {
            Cancellation stop = new Cancellation();
            AtomicLong count = new AtomicLong();
            assertThrows(
                    Cancelled.class,
                    () -> pool.run(
                            (from, to, _) -> {
                                count.addAndGet(to - from);
                                stop.cancel();
                            },
                            1_000,
                            2,
                            stop));
            assertTrue(count.get() < 1_000, count + " units ran");
        }
    }

    private static void spin() {
        for (int i = 0; i < 500; i++) {
            Thread.onSpinWait();
        }
    }
}
