package hone.profiler.bench.models;

import hone.engine.run.Executor;
import hone.engine.tensor.Tensor;
import hone.profiler.bench.Timed;
import hone.profiler.peer.PeerSession;

/** Something that infers one batch, bound to an input that all contestants share and to an output of its own. */
sealed interface Contestant extends Timed, AutoCloseable {
    /** "simd", "packed", "onnxruntime". */
    String name();

    /** Infers once. */
    @Override
    void run();

    /** What the last run gave: (batch, …, classes). */
    Tensor output();

    @Override
    void close();

    /** A plan of our own. */
    record Ours(String name, Executor executor, Tensor output) implements Contestant {
        @Override
        public void run() {
            executor.run();
        }

        @Override
        public void close() {
            executor.close();
        }
    }

    /** A session of ONNX Runtime: its time is that of one call of its Java or its C interface. */
    record Theirs(String name, PeerSession session, Tensor output) implements Contestant {
        @Override
        public void run() {
            session.run();
        }

        @Override
        public void close() {
            session.close();
        }
    }
}
