package hone.profiler.job;

import hone.engine.Cancellation;
import hone.engine.Cancelled;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs the jobs that need the machine to themselves (trials, training, certifying) one at a time on a thread of their
 * own, so that no measurement meets another of Hone's own making.
 */
public final class JobService implements AutoCloseable {
    private final ExecutorService exclusive = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("hone-exclusive").daemon().factory());
    private @Nullable Job<?> latest;

    /**
     * Queues a job; it runs when those before it are done.
     *
     * @param what as the subject of a sentence: "the trial"
     * @param work gets the flag that {@link Job#cancel} raises
     */
    public <T> Job<T> exclusive(String what, Function<Cancellation, T> work) {
        Job<T> job = new Job<>(what);
        try {
            exclusive.execute(() -> job.run(work));
        } catch (RejectedExecutionException e) {
            job.result.completeExceptionally(new Cancelled(what));
        }
        return job;
    }

    /**
     * Queues a job in place of the one that was queued so before: that one is asked to stop, so the latest wins.
     *
     * @param what as the subject of a sentence: "the trial"
     * @param work gets the flag that {@link Job#cancel} raises
     */
    public synchronized <T> Job<T> latest(String what, Function<Cancellation, T> work) {
        Job<?> before = latest;
        if (before != null) {
            before.cancel();
        }
        Job<T> job = exclusive(what, work);
        latest = job;
        return job;
    }

    /** Takes no more jobs; the one that runs goes on unless it was cancelled. */
    @Override
    public void close() {
        exclusive.shutdown();
    }

    /**
     * A job, queued, running or done.
     *
     * @param <T> its result
     */
    public static final class Job<T> {
        private final String what;
        private final Cancellation stop = new Cancellation();
        private final CompletableFuture<T> result = new CompletableFuture<>();

        /** Whether it began, or never will. */
        private final AtomicBoolean claimed = new AtomicBoolean();

        private Job(String what) {
            this.what = what;
        }

        private void run(Function<Cancellation, T> work) {
            if (!claimed.compareAndSet(false, true)) {
                return; // cancelled while it was queued
            }
            try {
                stop.check(what);
                result.complete(work.apply(stop));
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        }

        /** Asks it to stop; returns at once. A queued job will not begin, and is over now: what runs before it may take long. */
        public void cancel() {
            stop.cancel();
            if (claimed.compareAndSet(false, true)) {
                result.completeExceptionally(new Cancelled(what));
            }
        }

        /** Completes with the result, or with what it threw: {@link Cancelled} where it was stopped. */
        public CompletableFuture<T> result() {
            return result.copy();
        }
    }
}
