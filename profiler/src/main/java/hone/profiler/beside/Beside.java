package hone.profiler.beside;

import hone.engine.tensor.Tensor;
import hone.profiler.arm.OpenArm;
import hone.profiler.bench.Timed;
import hone.profiler.peer.PeerSession;

/** One that takes turns: a side of ours, or a session of the peer. */
sealed interface Beside extends Timed {
    /** A side of ours; while a peer's threads came to rest, so did its own. */
    record Ours(OpenArm arm) implements Beside {
        @Override
        public void before() {
            arm.getReady();
        }

        @Override
        public void run() {
            arm.run();
        }
    }

    /**
     * A session of the peer.
     *
     * @param output what its last run gave
     */
    record Theirs(PeerSession session, Tensor output) implements Beside, AutoCloseable {
        @Override
        public void run() {
            session.run();
        }

        @Override
        public long restNanos() {
            return session.settings().restNanos();
        }

        @Override
        public void close() {
            session.close();
        }
    }
}
