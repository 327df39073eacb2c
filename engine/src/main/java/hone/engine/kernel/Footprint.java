package hone.engine.kernel;

import hone.engine.memory.MemoryRegion;

/** What blocks of memory cost, as {@link MemoryRegion} charges them: so a plan's bytes are known before it is made. */
public final class Footprint {
    private Footprint() {}

    /** Bytes charged for one native block of {@code bytes}: whole cache lines, and at least one. */
    public static long block(long bytes) {
        long lines = (bytes + MemoryRegion.ALIGNMENT - 1) / MemoryRegion.ALIGNMENT;
        return Math.max(1, lines) * MemoryRegion.ALIGNMENT;
    }

    /** Bytes charged for a Java array of {@code count} floats; its header is not counted. */
    public static long floats(long count) {
        return count * Float.BYTES;
    }
}
