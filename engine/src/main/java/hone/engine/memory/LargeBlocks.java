package hone.engine.memory;

import hone.engine.library.Downcall;
import hone.engine.library.Platform;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.function.Consumer;

/**
 * Blocks of several megabytes, which on Linux are mapped from the system and advised to lie in huge pages. Weights that
 * are read from memory in a stream come a quarter faster that way: the processor's prefetching stops at the end of a
 * page, and so does a hit in its table of addresses, and a page is 2 MB long instead of 4 KB. Where the system does not
 * play along, they are blocks like others.
 */
final class LargeBlocks {
    /** Blocks of fewer bytes gain nothing that could be measured. */
    static final long LEAST = 8L << 20;

    private static final long HUGE_PAGE = 2L << 20;

    /** In Linux on x86-64 and on 64-bit ARM. */
    private static final boolean KNOWN = Platform.here().toString().matches("linux-(x86_64|arm64)");

    private static final int READ_AND_WRITE = 3;
    private static final int PRIVATE_AND_ANONYMOUS = 0x22;
    private static final int ADVISE_HUGE_PAGES = 14;
    private static final long FAILED = -1;

    private static final MethodHandle MMAP = Downcall.handle(FunctionDescriptor.of(
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_LONG));
    private static final MethodHandle MADVISE = Downcall.handle(FunctionDescriptor.of(
            ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
    private static final MethodHandle MUNMAP =
            Downcall.handle(FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));

    private LargeBlocks() {}

    /**
     * A block of zeros that the arena gives back; it starts at a multiple of {@link MemoryRegion#ALIGNMENT}.
     *
     * @param budget is told where the block lies, for as long as it does, if it was mapped
     * @param category it is charged to
     */
    static MemorySegment allocate(Arena arena, long bytes, MemoryBudget budget, Category category) {
        if (!KNOWN || bytes < LEAST) {
            return arena.allocate(bytes, MemoryRegion.ALIGNMENT);
        }
        long mapped = bytes + HUGE_PAGE;
        long address = map(mapped);
        if (address == FAILED) {
            return arena.allocate(bytes, MemoryRegion.ALIGNMENT);
        }
        long start = (address + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
        advise(start, bytes / HUGE_PAGE * HUGE_PAGE);
        MappedBlock block = new MappedBlock(category, start, bytes);
        budget.countMapped(block);
        return segment(arena, block, _ -> {
            budget.forgetMapped(block);
            unmap(address, mapped);
        });
    }

    @SuppressWarnings("restricted")
    private static MemorySegment segment(Arena arena, MappedBlock block, Consumer<MemorySegment> cleanUp) {
        return MemorySegment.ofAddress(block.address()).reinterpret(block.bytes(), arena, cleanUp);
    }

    private static MemorySegment function(String name) {
        return Linker.nativeLinker().defaultLookup().findOrThrow(name);
    }

    private static long map(long bytes) {
        try {
            return (long) MMAP.invokeExact(function("mmap"), 0L, bytes, READ_AND_WRITE, PRIVATE_AND_ANONYMOUS, -1, 0L);
        } catch (Throwable t) {
            throw Downcall.failure(t);
        }
    }

    /** Advice that is not taken costs nothing but speed, so what it returns does not matter. */
    private static void advise(long address, long bytes) {
        try {
            int _ = (int) MADVISE.invokeExact(function("madvise"), address, bytes, ADVISE_HUGE_PAGES);
        } catch (Throwable t) {
            throw Downcall.failure(t);
        }
    }

    private static void unmap(long address, long bytes) {
        try {
            int _ = (int) MUNMAP.invokeExact(function("munmap"), address, bytes);
        } catch (Throwable t) {
            throw Downcall.failure(t);
        }
    }
}
