package hone.engine.run;

import hone.engine.Cancellation;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The threads that share one op's units. The caller takes part; helpers join through a gate and everyone takes the next
 * chunk from one atomic counter until none is left. The caller then shuts the gate and waits only for those who came in,
 * so a helper that the system was slow to wake costs nothing. Nothing is allocated per op.
 *
 * <p>One op at a time: the pool belongs to whoever runs plans, and is never the common pool.
 */
public final class KernelPool implements AutoCloseable {
    /** Units of work that threads may share. */
    public interface Work {
        /** Runs units {@code from} to {@code to} - 1 with the scratch of {@code worker}. */
        void run(long from, long to, int worker);
    }

    private static final long OPEN = 1L << 62;
    private static final long JOINED_MASK = 0xFFFF;
    private static final int SPINS = 3_000;

    /** So many rounds in a row in which all were there are no accident. */
    private static final int MEETINGS = 20;

    private static final int MOST_GATHERED = 30;
    private static final Work NOTHING = (from, to, worker) -> {};

    private final Thread[] helpers;
    private final AtomicInteger sleepers = new AtomicInteger();

    /** Open flag, round number and how many helpers joined, in one word, so that joining is one compare-and-set. */
    private final AtomicLong gate = new AtomicLong();

    private final AtomicLong next = new AtomicLong();
    private final AtomicInteger left = new AtomicInteger();
    private volatile @Nullable Throwable failure;
    private volatile boolean closed;
    private final Gathering gathering = new Gathering();
    private final Cancellation gatheringStop = new Cancellation();
    private Work work = NOTHING;
    private Cancellation cancellation = new Cancellation();
    private long units;
    private long chunk;
    private int places;
    private long round;

    /** @param threads including the caller: 2 starts one helper */
    public KernelPool(int threads) {
        helpers = new Thread[Math.max(0, threads - 1)];
        for (int i = 0; i < helpers.length; i++) {
            helpers[i] = new Thread(this::help, "hone-kernel-" + (i + 1));
            helpers[i].setDaemon(true);
            helpers[i].start();
        }
    }

    /** Threads that may share an op, the caller included. */
    public int size() {
        return helpers.length + 1;
    }

    /**
     * Runs all units on up to {@code threads} threads and returns when the last is done.
     *
     * @param stop looked at before every chunk
     * @throws hone.engine.Cancelled if it was raised; some units are then undone
     */
    public synchronized void run(Work shared, long unitCount, int threads, Cancellation stop) {
        if (unitCount <= 1) {
            alone(shared, unitCount, stop);
            return;
        }
        int helping = (int) Math.min(Math.min(threads - 1, helpers.length), unitCount - 1);
        work = shared;
        cancellation = stop;
        units = unitCount;
        chunk = Math.max(1, unitCount / (4L * (helping + 1)));
        places = helping;
        failure = null;
        left.set(0);
        next.set(0);
        round++;
        gate.set(OPEN | (round << 16 & ~OPEN));
        if (sleepers.get() > 0) {
            for (int i = 0; i < helping; i++) {
                LockSupport.unpark(helpers[i]);
            }
        }
        takeChunks(0);
        awaitJoined();
        work = NOTHING;
        Throwable thrown = failure;
        if (thrown != null) {
            throw new IllegalStateException("a kernel thread failed", thrown);
        }
        stop.check("the run");
    }

    /** Work that does not fall into several units: waking anybody for it would only cost. */
    private static void alone(Work work, long unitCount, Cancellation stop) {
        stop.check("the run");
        if (unitCount > 0) {
            work.run(0, unitCount, 0);
        }
    }

    /**
     * Waits until the helpers run side by side with the caller, so that what is timed next does not time their waking.
     * A system may put a thread it wakes on the waker's own processor and need several milliseconds to move it; virtual
     * machines, which take an idle processor for a missing one, do so nearly always.
     *
     * @param threads how many are to run, the caller included
     * @param limitNanos when to give up, as on a machine whose processors are all busy
     * @return whether they do
     */
    public boolean gather(int threads, long limitNanos) {
        int wanted = Math.min(threads, Math.min(size(), MOST_GATHERED));
        long start = System.nanoTime();
        int meetings = 0;
        while (wanted > 1 && meetings < MEETINGS) {
            gathering.expect(wanted);
            run(gathering, wanted, wanted, gatheringStop);
            meetings = gathering.met() ? meetings + 1 : 0;
            if (System.nanoTime() - start > limitNanos) {
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings("ThreadPriorityCheck") // gives the core to a helper that was descheduled in mid-chunk
    private void awaitJoined() {
        long shut = gate.updateAndGet(word -> word & ~OPEN);
        int joined = (int) (shut & JOINED_MASK);
        int spins = 0;
        while (left.get() < joined) {
            if (++spins < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }

    private void takeChunks(int worker) {
        long step = chunk;
        long count = units;
        Work shared = work;
        Cancellation stop = cancellation;
        try {
            for (long from = next.getAndAdd(step); from < count; from = next.getAndAdd(step)) {
                if (stop.isCancelled()) {
                    return;
                }
                shared.run(from, Math.min(count, from + step), worker);
            }
        } catch (RuntimeException | Error e) {
            failure = e;
            next.set(Long.MAX_VALUE / 2);
        }
    }

    private void help() {
        long lastRound = 0;
        int spins = 0;
        while (!closed) {
            long word = gate.get();
            long thisRound = (word & ~OPEN) >>> 16;
            int joined = (int) (word & JOINED_MASK);
            if ((word & OPEN) != 0 && thisRound != lastRound) {
                if (gate.compareAndSet(word, word + 1)) {
                    lastRound = thisRound;
                    if (joined < places) {
                        takeChunks(joined + 1);
                    }
                    left.incrementAndGet();
                }
                spins = 0;
            } else if (++spins < SPINS) {
                Thread.onSpinWait();
            } else {
                sleep(lastRound);
                spins = 0;
            }
        }
    }

    /** Announces itself before looking once more, so that a gate opened in between is not slept through. */
    private void sleep(long lastRound) {
        sleepers.incrementAndGet();
        long word = gate.get();
        boolean news = (word & OPEN) != 0 && (word & ~OPEN) >>> 16 != lastRound;
        if (!news && !closed) {
            LockSupport.park(this);
        }
        sleepers.decrementAndGet();
    }

    /** Lets the helpers end. */
    @Override
    public void close() {
        closed = true;
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
    }
}
