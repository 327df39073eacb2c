package hone.profiler.bench.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.memory.MemoryBudget;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.profiler.bench.BenchEffort;
import hone.profiler.peer.ProductPeer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which rows the bench of kernels has and what their ratios are taken from; the times themselves mean nothing here. */
class KernelBenchTest {
    private final MemoryBudget budget = new MemoryBudget(1L << 30);
    private final KernelPool pool = new KernelPool(2);

    @AfterEach
    void close() {
        pool.close();
    }

    /** A library that only lets time pass: a fifth of it on two threads. */
    private static final class SleepyPeer implements ProductPeer {
        static final long NANOS_ALONE = 20_000_000;
        private final boolean right;
        private int threads = 1;

        /** @param right whether it computes anything */
        SleepyPeer(boolean right) {
            this.right = right;
        }

        @Override
        public String id() {
            return "sleepy";
        }

        @Override
        public Optional<String> unavailableReason() {
            return Optional.empty();
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public void useThreads(int count) {
            threads = count;
        }

        @Override
        public long spinNanos() {
            return 0;
        }

        @Override
        public void multiply(
                boolean transposeA,
                boolean transposeB,
                int m,
                int k,
                int n,
                MemorySegment a,
                MemorySegment b,
                MemorySegment c) {
            for (int i = 0; i < m && right; i++) {
                for (int j = 0; j < n; j++) {
                    float sum = 0;
                    for (int p = 0; p < k; p++) {
                        sum += a.getAtIndex(ValueLayout.JAVA_FLOAT, (long) i * k + p)
                                * b.getAtIndex(ValueLayout.JAVA_FLOAT, (long) p * n + j);
                    }
                    c.setAtIndex(ValueLayout.JAVA_FLOAT, (long) i * n + j, sum);
                }
            }
            long until = System.nanoTime() + (threads == 1 ? NANOS_ALONE : NANOS_ALONE / 5);
            while (System.nanoTime() < until) {
                LockSupport.parkNanos(until - System.nanoTime());
            }
        }
    }

    private List<KernelRow> rows(double forkNanos, int threads, List<ProductPeer> peers) {
        KernelCosts costs = new KernelCosts("test", KernelCosts.typical().nanosPerWork(), forkNanos, 1, 0);
        KernelBench bench = new KernelBench(budget, pool, costs, peers, threads, BenchEffort.QUICK, new Cancellation());
        return bench.rows("matmul", true).rows();
    }

    @Test
    void threadsShareWhatThePlannerWouldShare() {
        assertTrue(rows(1e12, 2, List.of()).stream().allMatch(row -> row.threads() == 1));
        List<KernelRow> shared = rows(0, 2, List.of());
        List<String> alone = kernels(shared, 1);
        assertEquals(alone, kernels(shared, 2), "each kernel alone and shared");
        assertTrue(alone.containsAll(List.of("boxed", "naive", "reordered", "tiled")), alone.toString());
        assertTrue(rows(0, 1, List.of()).stream().allMatch(row -> row.threads() == 1));
    }

    private static List<String> kernels(List<KernelRow> rows, int threads) {
        return rows.stream()
                .filter(row -> row.threads() == threads)
                .map(KernelRow::kernel)
                .toList();
    }

    @Test
    void aPeerHasAsManyThreadsAsTheRowItIsComparedWithAndIsLeftWithOne() {
        SleepyPeer peer = new SleepyPeer(true);
        List<KernelRow> rows = rows(0, 2, List.of(peer));
        for (KernelRow row : rows) {
            double peerNanos = Objects.requireNonNull(row.ratioToPeer().get("sleepy")) * row.medianNanos();
            double least = row.threads() == 1 ? SleepyPeer.NANOS_ALONE : SleepyPeer.NANOS_ALONE / 5.0;
            assertTrue(peerNanos >= least, row.toString());
            assertTrue(row.threads() == 1 || peerNanos < SleepyPeer.NANOS_ALONE, row.toString());
        }
        assertEquals(1, peer.threads);
    }

    @Test
    void aWrongResultIsNotTimed() {
        IllegalStateException wrong =
                assertThrows(IllegalStateException.class, () -> rows(0, 1, List.of(new SleepyPeer(false))));
        assertTrue(String.valueOf(wrong.getMessage()).contains("0.0 by sleepy"), wrong.getMessage());
    }

    @Test
    void theWorstOfTheSharedRowsIsNamed() {
        SharedWork work = SharedWork.of(List.of(row("a", 1, 1), row("a", 2, 1.2), row("b", 2, 0.6), row("c", 2, 1.04)));
        assertEquals(3, work.shared());
        assertEquals(1, work.worse());
        assertEquals("a", work.worst().orElseThrow().kernel());
        assertTrue(work.text().contains("relu 8 a, 1.20 times"), work.text());
        assertTrue(SharedWork.of(List.of(row("a", 1, 1))).worst().isEmpty());
    }

    private static KernelRow row(String kernel, int threads, double overOneThread) {
        return new KernelRow(
                "relu", "8", "simd", kernel, threads, 1, 1, 1, 0, 1, 1, 1, overOneThread, Map.of(), Optional.empty());
    }
}
