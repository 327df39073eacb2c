package hone.profiler.memory;

import hone.profiler.machine.NativeHeap;
import hone.profiler.memory.ResidentPools.Pool;
import hone.profiler.report.MemoryPart;
import hone.profiler.report.MemoryReading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts the engine's parts, the JVM's and those of the C library side by side, so that none counts twice. */
final class ProcessParts {
    /** The heap without what the engine's arrays take. */
    static final String HEAP = "heap";
    /** Pages of the heap's that no object needs. */
    static final String FREE_HEAP = "heap, free";
    /** What the JVM and its compilers have allocated beside the heap. */
    static final String NATIVE = "native memory of the JVM";
    /** What the C library keeps to give out again. */
    static final String FREE_NATIVE = "native memory, free";

    /** Libraries, class archives and jars. */
    static final String PROGRAM_FILES = "program files";

    private static final String STACKS = "thread stacks";
    private static final String COLLECTOR = "garbage collector";
    private static final String MAPPED_FILES = "mapped files";
    /** Small parts, by what a brief reading counts them to. */
    private static final Map<String, String> SMALL =
            Map.of(STACKS, NATIVE, COLLECTOR, NATIVE, MAPPED_FILES, PROGRAM_FILES);

    static final String BY_JVM = "read from the JVM";
    static final String BY_SYSTEM = "resident pages, by the operating system";
    private static final String BY_ALLOCATOR = "counted by the C library, less the engine's";

    private ProcessParts() {}

    static MemoryPart heap(long bytes) {
        return new MemoryPart(HEAP, bytes, BY_JVM);
    }

    /**
     * The reading of a process whose mappings are known.
     *
     * @param engine what it holds, resident
     * @param account the same in all: which of it lies in the heap, and which in mappings of its own
     * @param large resident bytes of allocations that have a mapping each
     */
    static MemoryReading of(
            List<MemoryPart> engine,
            EngineParts account,
            ResidentPools pools,
            JvmHeap heap,
            Optional<NativeHeap> allocator,
            long large) {
        List<MemoryPart> parts = new ArrayList<>(engine);
        long arrays = account.charges().arrays();
        long inHeap = Math.max(0, pools.of(Pool.HEAP) - arrays);
        long objects = Math.clamp(heap.used() - arrays, 0, inHeap);
        parts.add(heap(objects));
        parts.add(new MemoryPart(FREE_HEAP, inHeap - objects, BY_SYSTEM));
        parts.add(new MemoryPart("code", pools.of(Pool.CODE), BY_SYSTEM));
        parts.add(new MemoryPart("classes", pools.of(Pool.CLASSES), BY_SYSTEM));
        parts.add(new MemoryPart(STACKS, pools.of(Pool.STACKS), BY_SYSTEM));
        parts.add(new MemoryPart(COLLECTOR, pools.of(Pool.COLLECTOR), BY_SYSTEM));
        parts.add(new MemoryPart(PROGRAM_FILES, pools.of(Pool.PROGRAM_FILES), BY_SYSTEM));
        parts.add(new MemoryPart(MAPPED_FILES, pools.of(Pool.MAPPED_FILES), BY_SYSTEM));
        long missing = addNative(parts, sum(engine) - account.mapped() - arrays, pools, allocator, large);
        return fitted(parts, pools.total(), missing);
    }

    /**
     * Memory of the C library's allocator: arenas, and blocks that are too large for one. The engine's blocks are among both.
     *
     * @param allocated bytes of the engine's that the allocator gave
     * @return bytes of the engine's that are more than all that the allocator has given
     */
    private static long addNative(
            List<MemoryPart> parts, long allocated, ResidentPools pools, Optional<NativeHeap> allocator, long large) {
        long arenas = pools.of(Pool.ARENAS);
        long usedOfArenas =
                allocator.map(known -> Math.min(known.used(), arenas)).orElse(arenas);
        long others = usedOfArenas + large - allocated;
        parts.add(new MemoryPart(NATIVE, Math.max(0, others), BY_ALLOCATOR));
        parts.add(new MemoryPart(FREE_NATIVE, arenas - usedOfArenas, BY_SYSTEM));
        return Math.max(0, -others);
    }

    /**
     * Parts that are read one after the other while the process works can exceed what is resident by a little; the free
     * ones give way first, then the others from the last.
     *
     * @param missing bytes that a part should have been less than nothing by
     */
    static MemoryReading fitted(List<MemoryPart> parts, long resident, long missing) {
        if (resident == 0) {
            return new MemoryReading(parts, 0, 0, 0);
        }
        List<MemoryPart> fitted = new ArrayList<>(parts);
        long excess = sum(parts) - resident;
        // What is missing in one part is in another: it shows as an excess of the sum as well, unless that is hidden by
        // what
        // nothing explains
        long overcounted = Math.max(missing, Math.max(0, excess));
        for (boolean free : new boolean[] {true, false}) {
            for (int i = fitted.size() - 1; i >= 0 && excess > 0; i--) {
                MemoryPart part = fitted.get(i);
                if (part.category().endsWith(", free") == free) {
                    long cut = Math.min(excess, part.bytes());
                    fitted.set(i, new MemoryPart(part.category(), part.bytes() - cut, part.source()));
                    excess -= cut;
                }
            }
        }
        return new MemoryReading(fitted, resident, resident - sum(fitted), overcounted);
    }

    /** The same in fewer parts, for pictures that have a colour for each. */
    static MemoryReading brief(MemoryReading reading) {
        Map<String, MemoryPart> parts = new LinkedHashMap<>();
        for (MemoryPart part : reading.parts()) {
            String name = SMALL.getOrDefault(part.category(), part.category());
            parts.merge(
                    name,
                    new MemoryPart(name, part.bytes(), part.source()),
                    (one, other) -> new MemoryPart(name, one.bytes() + other.bytes(), BY_SYSTEM));
        }
        return new MemoryReading(
                List.copyOf(parts.values()), reading.osResident(), reading.unattributed(), reading.overcounted());
    }

    private static long sum(List<MemoryPart> parts) {
        return parts.stream().mapToLong(MemoryPart::bytes).sum();
    }
}
