package hone.profiler.machine;

import hone.engine.library.Downcall;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * What the C library's allocator says of itself (mallinfo2 of glibc): native memory of the JVM and of the engine alike.
 *
 * @param used bytes of its arenas that are allocated
 */
public record NativeHeap(long used) {
    private static final int FIELDS = 10;
    private static final long UORDBLKS = 7;

    private static final StructLayout MALLINFO =
            MemoryLayout.structLayout(MemoryLayout.sequenceLayout(FIELDS, ValueLayout.JAVA_LONG));
    private static final MethodHandle MALLINFO2 = Downcall.handle(FunctionDescriptor.of(MALLINFO));

    /** Reads it; empty where the C library has no such function. */
    public static Optional<NativeHeap> read() {
        Optional<MemorySegment> function = Linker.nativeLinker().defaultLookup().find("mallinfo2");
        if (function.isEmpty()) {
            return Optional.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = (MemorySegment) MALLINFO2.invokeExact(function.get(), (SegmentAllocator) arena);
            return Optional.of(new NativeHeap(info.getAtIndex(ValueLayout.JAVA_LONG, UORDBLKS)));
        } catch (Throwable t) {
            throw Downcall.failure(t);
        }
    }
}
