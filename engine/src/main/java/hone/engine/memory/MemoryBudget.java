package hone.engine.memory;

import com.sun.management.OperatingSystemMXBean;
import hone.engine.OverBudget;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The byte limit under which the engine works. The JVM bounds its heap and not the native arenas, so the engine counts
 * those itself: a request over the limit is refused with a sentence before anything is allocated.
 */
public final class MemoryBudget {
    private static final double SHARE_OF_MACHINE = 0.6;

    private final long limit;
    private final Map<Category, Long> used = new EnumMap<>(Category.class);
    private final Set<MappedBlock> mapped = new HashSet<>();
    private final List<Watermark> watermarks = new ArrayList<>();
    private long total;
    private long peak;
    private long arrays;

    /** @param limit in bytes */
    public MemoryBudget(long limit) {
        this.limit = limit;
    }

    /** 60 % of the machine's memory (or of its container's), or what the largest heap leaves, whichever is less. */
    public static MemoryBudget ofThisMachine() {
        long memory = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
        long besideHeap = memory - Runtime.getRuntime().maxMemory();
        return new MemoryBudget(Math.max(64L << 20, Math.min((long) (SHARE_OF_MACHINE * memory), besideHeap)));
    }

    /** A region that its owner closes, in one step, when the memory is no longer used. */
    public MemoryRegion open(Category category, String what) {
        return MemoryRegion.closeable(this, category, what);
    }

    /** A region whose memory goes back once nothing refers to its segments: for weights that many setups share. */
    public MemoryRegion openCollected(Category category, String what) {
        return MemoryRegion.collected(this, category, what);
    }

    /**
     * Checks that a plan of this size would fit, without taking anything.
     *
     * @throws OverBudget if it would not
     */
    public void require(long bytes, String what) {
        if (!fits(bytes)) {
            collectGarbage(bytes);
        }
        synchronized (this) {
            if (bytes > limit - total) {
                throw new OverBudget(what, bytes, limit - total, "choose a smaller batch or model");
            }
        }
    }

    /** The bytes this budget allows at once. */
    public long limit() {
        return limit;
    }

    /** The bytes charged now, over all categories. */
    public synchronized long used() {
        return total;
    }

    /** The bytes charged now to one category. */
    public synchronized long used(Category category) {
        return used.getOrDefault(category, 0L);
    }

    /** The bytes charged now for Java arrays that stand in for native memory; they lie in the heap as well. */
    public synchronized long usedByArrays() {
        return arrays;
    }

    /** Everything that is charged now, read at one instant. */
    public synchronized Charges charges() {
        return new Charges(used, arrays, List.copyOf(mapped));
    }

    /** A watermark at what is charged now, which rises from here on until it is closed. */
    public synchronized Watermark watermark() {
        Watermark watermark = new Watermark(this);
        used.forEach((category, bytes) -> watermark.rise(category, bytes, total));
        watermarks.add(watermark);
        return watermark;
    }

    synchronized void forget(Watermark watermark) {
        watermarks.remove(watermark);
    }

    synchronized void countArray(long bytes) {
        arrays += bytes;
    }

    synchronized void countMapped(MappedBlock block) {
        mapped.add(block);
    }

    synchronized void forgetMapped(MappedBlock block) {
        mapped.remove(block);
    }

    /** The most bytes that were ever charged at once. */
    public synchronized long peak() {
        return peak;
    }

    void charge(Category category, long bytes, String what) {
        if (!fits(bytes)) {
            collectGarbage(bytes);
        }
        synchronized (this) {
            if (bytes > limit - total) {
                throw new OverBudget(what, bytes, limit - total, "choose a smaller batch or model");
            }
            long ofCategory = used.merge(category, bytes, Long::sum);
            total += bytes;
            peak = Math.max(peak, total);
            for (Watermark watermark : watermarks) {
                watermark.rise(category, ofCategory, total);
            }
        }
    }

    synchronized void release(Category category, long bytes) {
        used.merge(category, -bytes, Long::sum);
        total -= bytes;
    }

    private synchronized boolean fits(long bytes) {
        return bytes <= limit - total;
    }

    /** Collected regions give their bytes back only once the collector has seen them; so ask it, and wait a little. */
    private void collectGarbage(long bytes) {
        for (int attempt = 0; attempt < 5 && !fits(bytes) && bytes <= limit; attempt++) {
            System.gc();
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
