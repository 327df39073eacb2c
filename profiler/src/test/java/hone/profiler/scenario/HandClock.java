package hone.profiler.scenario;

import hone.profiler.trial.TimedArm;
import java.util.function.IntToLongFunction;

/** A clock that a test turns: it moves when someone waits, and when a query runs. */
final class HandClock implements QueryClock {
    private long now = 1_000_000;
    private long lateNanos;

    /** From now on everyone who waits is woken so late. */
    HandClock wakesLate(long nanos) {
        lateNanos = nanos;
        return this;
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public void waitUntil(long time) {
        if (time > now) {
            now = time + lateNanos;
        }
    }

    /** A server whose queries take so long, by their number. */
    TimedArm server(IntToLongFunction nanos) {
        return new TimedArm() {
            private int served;

            @Override
            public void run() {
                now += nanos.applyAsLong(served++);
            }
        };
    }
}
