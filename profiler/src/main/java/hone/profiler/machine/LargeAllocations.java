package hone.profiler.machine;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Finds which mappings are allocations that the C library thought too large for its arenas: glibc maps each by itself and
 * begins it with a header that has its length and a bit which says so. Several that lie side by side are one mapping to
 * the system. One thread at a time.
 *
 * <p>Source: glibc, malloc/malloc.c, "struct malloc_chunk" and IS_MMAPPED.
 */
public final class LargeAllocations {
    private static final String MEMORY = "/proc/self/mem";
    private static final int HEADER = 16;
    private static final long IS_MMAPPED = 2;
    private static final long FLAGS = 7;
    private static final long LEAST_PAGE = 4096;

    private final TouchedPages pages;
    private final ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.nativeOrder());

    public LargeAllocations(TouchedPages pages) {
        this.pages = pages;
    }

    /**
     * Resident bytes of such allocations; 0 where the system does not show the process its own memory.
     *
     * @param mappings that may be such; all others would be read for nothing
     */
    public long resident(List<Mapping> mappings) {
        long resident = 0;
        try (RandomAccessFile memory = new RandomAccessFile(MEMORY, "r")) {
            for (Mapping mapping : mappings) {
                long end = mapping.start();
                long length = length(memory, end, mapping.end());
                while (length > 0) {
                    end += length;
                    length = end < mapping.end() ? length(memory, end, mapping.end()) : 0;
                }
                resident += end == mapping.end()
                        ? mapping.resident()
                        : Math.min(mapping.resident(), pages.of(mapping.start(), end - mapping.start()));
            }
        } catch (IOException e) {
            return 0; // no Linux, or one that hides it
        }
        return resident;
    }

    /** The length of the allocation that begins here; 0 where none does. */
    private long length(RandomAccessFile memory, long address, long end) {
        try {
            memory.seek(address);
            memory.readFully(header.array());
        } catch (IOException e) {
            return 0; // given back meanwhile
        }
        long size = header.getLong(Long.BYTES);
        long length = size & ~FLAGS;
        boolean fits = length >= LEAST_PAGE && length % LEAST_PAGE == 0 && length <= end - address;
        return (size & FLAGS) == IS_MMAPPED && fits ? length : 0;
    }
}
