package hone.profiler.machine;

import hone.engine.library.Downcall;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Counts how much of a stretch of addresses is resident. The system gives a page once it is first touched, so that large
 * blocks may be resident in part. One thread at a time.
 *
 * <p>Format: proc_pid_pagemap(5); the bit that says whether a page is present may be read by anyone.
 */
public final class TouchedPages {
    private static final String PAGEMAP = "/proc/self/pagemap";
    private static final MethodHandle GETPAGESIZE = Downcall.handle(FunctionDescriptor.of(ValueLayout.JAVA_INT));
    private static final int ENTRY = 8;
    /** The highest bit of an entry's little-endian bytes. */
    private static final int PRESENT = 0x80;

    private final int page = pageSize();
    private byte[] entries = new byte[1 << 12];

    /**
     * @param address where it begins
     * @param bytes its length
     * @return resident bytes of it; all of them where the system does not tell
     */
    public long of(long address, long bytes) {
        long first = address / page;
        int pages = Math.toIntExact((address + bytes + page - 1) / page - first);
        if (entries.length < pages * ENTRY) {
            entries = new byte[pages * ENTRY];
        }
        try (RandomAccessFile file = new RandomAccessFile(PAGEMAP, "r")) {
            file.seek(first * ENTRY);
            file.readFully(entries, 0, pages * ENTRY);
        } catch (IOException e) {
            return bytes; // no Linux, or one that hides it
        }
        long present = 0;
        for (int i = 0; i < pages; i++) {
            present += (entries[i * ENTRY + ENTRY - 1] & PRESENT) != 0 ? page : 0;
        }
        return Math.min(present, bytes);
    }

    private static int pageSize() {
        Optional<MemorySegment> function = Linker.nativeLinker().defaultLookup().find("getpagesize");
        if (function.isEmpty()) {
            return 4096;
        }
        try {
            return (int) GETPAGESIZE.invokeExact(function.get());
        } catch (Throwable t) {
            throw Downcall.failure(t);
        }
    }
}
