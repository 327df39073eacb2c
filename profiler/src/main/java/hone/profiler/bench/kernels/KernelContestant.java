package hone.profiler.bench.kernels;

import hone.engine.run.Executor;
import hone.engine.run.PlannedOp;
import hone.engine.tensor.Tensor;
import hone.profiler.bench.Timed;
import hone.profiler.peer.ProductPeer;

/** A kernel of ours in a plan of its own, or another library's product on the same operands. */
sealed interface KernelContestant extends Timed, AutoCloseable {
    @Override
    void close();

    /** A plan of one op. */
    record Ours(PlannedOp<?> step, Executor executor) implements KernelContestant {
        @Override
        public void run() {
            executor.run();
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

        @Override
        public void close() {
            peer.useThreads(1);
        }
    }
}
