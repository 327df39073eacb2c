package hone.profiler.memory;

import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.Watermark;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Samples the process's memory on a thread of its own while work runs. A sample takes some milliseconds of a processor, so
 * samples keep a distance of ten times as long, up to a tenth of a second; where they become many, every second one is
 * dropped and the distance doubles.
 */
public final class MemorySampler implements AutoCloseable {
    private static final long LEAST_PERIOD_NANOS = 10_000_000;
    private static final long MOST_PERIOD_NANOS = 100_000_000;
    private static final int DISTANCE = 10;
    private static final int MOST_SAMPLES = 2_000;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final MemoryReader reader;
    private final Watermark watermark;
    private final Thread thread;
    private final long startNanos;
    private final List<MemorySample> samples = new ArrayList<>();
    private final List<MemoryTimeline.Mark> marks = new ArrayList<>();
    private long leastPeriod = LEAST_PERIOD_NANOS;
    private long lastNanos;
    private volatile boolean stopped;
    private volatile @Nullable Throwable failure;

    private MemorySampler(MemoryBudget budget) {
        reader = new MemoryReader(budget);
        reader.now(); // the first reading loads classes, which are no part of the work
        watermark = budget.watermark();
        startNanos = System.nanoTime();
        thread = Thread.ofPlatform().daemon().name("hone-memory").unstarted(this::run);
        boolean sampled = false;
        try {
            sample();
            sampled = true;
        } finally {
            if (!sampled) {
                watermark.close();
            }
        }
    }

    /** Takes the first sample, and goes on sampling. */
    public static MemorySampler start(MemoryBudget budget) {
        MemorySampler sampler = new MemorySampler(budget);
        sampler.thread.start();
        return sampler;
    }

    /** Says what begins now. */
    public synchronized void mark(String what) {
        marks.add(new MemoryTimeline.Mark(System.nanoTime() - startNanos, what));
    }

    /**
     * Takes the last sample, and ends.
     *
     * @throws IllegalStateException if a sample failed on the way
     */
    public MemoryTimeline stop() {
        close();
        Throwable failed = failure;
        if (failed != null) {
            throw new IllegalStateException("sampling the memory failed", failed);
        }
        sample();
        Map<Category, Long> most = new EnumMap<>(Category.class);
        for (Category category : Category.values()) {
            most.put(category, watermark.most(category));
        }
        synchronized (this) {
            return new MemoryTimeline(samples, marks, most, watermark.mostAtOnce());
        }
    }

    private void run() {
        try {
            while (!stopped) {
                LockSupport.parkNanos(Math.max(leastPeriod, Math.min(DISTANCE * lastNanos, MOST_PERIOD_NANOS)));
                if (!stopped) {
                    sample();
                }
            }
        } catch (RuntimeException | Error e) {
            failure = e; // told by stop
        }
    }

    /** On the sampling thread while that runs; before and after it on the caller's. */
    private void sample() {
        long start = System.nanoTime();
        long processor = threads.getCurrentThreadCpuTime();
        MemoryReader.Moment moment = reader.moment();
        lastNanos = threads.getCurrentThreadCpuTime() - processor;
        samples.add(new MemorySample(start - startNanos, moment.reading(), moment.charges(), lastNanos));
        if (samples.size() > MOST_SAMPLES) {
            thin();
        }
    }

    /** Drops every second sample, but not the one in which most is resident. */
    private void thin() {
        int peak = 0;
        for (int i = 1; i < samples.size(); i++) {
            peak = resident(i) > resident(peak) ? i : peak;
        }
        List<MemorySample> kept = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            if (i % 2 == 0 || i == peak) {
                kept.add(samples.get(i));
            }
        }
        samples.clear();
        samples.addAll(kept);
        leastPeriod *= 2;
    }

    private long resident(int sample) {
        return samples.get(sample).reading().osResident();
    }

    /** Ends without a result; a second call does nothing. */
    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        watermark.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
