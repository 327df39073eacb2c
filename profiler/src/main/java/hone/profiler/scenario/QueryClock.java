package hone.profiler.scenario;

import java.util.concurrent.locks.LockSupport;

/** The clock that queries live by, and a way to wait for a time on it. */
interface QueryClock {
    /** The system's, on which nobody is woken late by more than the system itself is. */
    QueryClock SYSTEM = new QueryClock() {
        // A parked thread wakes up late by some tens of microseconds; so long before the time it only spins
        private static final long SPIN_NANOS = 1_000_000;

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void waitUntil(long time) {
            for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
                if (left > SPIN_NANOS) {
                    LockSupport.parkNanos(left - SPIN_NANOS);
                } else {
                    Thread.onSpinWait();
                }
            }
        }
    };

    /** Nanoseconds since some moment. */
    long nanoTime();

    /** Returns at that time, or at once where it has passed. */
    void waitUntil(long time);
}
