package hone.profiler.bench.kernels;

import com.sun.management.ThreadMXBean;
import hone.engine.run.Executor;
import hone.engine.run.PlannedOp;
import hone.engine.tensor.Tensor;
import hone.profiler.bench.Timed;
import hone.profiler.peer.ProductPeer;
import java.lang.management.ManagementFactory;

/** A kernel of ours in a plan of its own, or another library's product on the same operands. */
sealed interface KernelContestant extends Timed, AutoCloseable {
    /** Threads that share it. */
    int threads();

    /** "packed", "mkl". */
    String name();

    /** What the last run computed. */
    Tensor result();

    @Override
    void close();

    /** A plan of one op. */
    record Ours(PlannedOp<?> step, Executor executor) implements KernelContestant {
        private static final long GATHER_NANOS = 20_000_000;
        private static final int LOOKS = 3;

        @Override
        public int threads() {
            return step.threads();
        }

        @Override
        public String name() {
            return step.kernel().id();
        }

        @Override
        public Tensor result() {
            return executor.output("y");
        }

        @Override
        public void before() {
            executor.gather(GATHER_NANOS);
        }

        @Override
        public void run() {
            executor.run();
        }

        /** Bytes of Java objects that the calling thread makes in a run: the least of a few runs. */
        long allocatedBytes() {
            if (!(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads)) {
                return 0;
            }
            long least = Long.MAX_VALUE;
            for (int i = 0; i < LOOKS; i++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                executor.run();
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            return least;
        }

        @Override
        public void close() {
            executor.close();
        }
    }

    /** A library's product; a layer's bias is not part of it. */
    record Theirs(ProductPeer peer, int threads, KernelSubject.Product product, Tensor a, Tensor b, Tensor c)
            implements KernelContestant {
        @Override
        public String name() {
            return peer.id();
        }

        @Override
        public Tensor result() {
            return c;
        }

        @Override
        public void before() {
            peer.useThreads(threads);
        }

        @Override
        public void run() {
            peer.multiply(
                    false,
                    product.transposed(),
                    product.m(),
                    product.k(),
                    product.n(),
                    a.segment(),
                    b.segment(),
                    c.segment());
        }

        @Override
        public long restNanos() {
            return peer.spinNanos();
        }

        /** The library stays for others, on one thread. */
        @Override
        public void close() {
            peer.useThreads(1);
        }
    }
}
