package hone.profiler.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hone.engine.memory.Category;
import hone.engine.memory.Charges;
import hone.engine.memory.MappedBlock;
import hone.profiler.machine.Mapping;
import hone.profiler.machine.NativeHeap;
import hone.profiler.memory.ResidentPools.Pool;
import hone.profiler.report.MemoryPart;
import hone.profiler.report.MemoryReading;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProcessPartsTest {
    private static final JvmRanges JVM = new JvmRanges(
            new JvmRanges.Range(0x1000_0000L, 0x2000_0000L),
            List.of(new JvmRanges.Range(0x3000_0000L, 0x3100_0000L)),
            List.of(new JvmRanges.Range(0x4000_0000L, 0x4010_0000L)));

    private static Mapping mapping(long start, long end, String permissions, String path, long resident, boolean nr) {
        return new Mapping(
                start,
                end,
                permissions.contains("w"),
                permissions.contains("x"),
                !permissions.equals("---"),
                path.isEmpty() ? Optional.empty() : Optional.of(path),
                resident,
                nr);
    }

    @Test
    void mappingsAreSortedByWhatTheyAreFor() {
        ResidentPools pools = ResidentPools.of(
                List.of(
                        mapping(0x1000_0000L, 0x1100_0000L, "rw-", "", 1, false),
                        mapping(0x1ff0_0000L, 0x2000_0000L, "rw-", "/jdk/lib/server/classes.jsa", 2, false),
                        mapping(0x3000_0000L, 0x3001_0000L, "rw-", "", 4, false),
                        mapping(0x4000_0000L, 0x4010_0000L, "rw-", "", 8, false),
                        mapping(0x5000_0000L, 0x5001_0000L, "rwx", "", 16, false),
                        mapping(0x6000_0000L, 0x6000_1000L, "---", "", 0, false),
                        mapping(0x6000_1000L, 0x6010_0000L, "rw-", "", 32, false),
                        mapping(0x7000_0000L, 0x7002_0000L, "rw-", "", 64, true),
                        mapping(0x7002_0000L, 0x7400_0000L, "---", "", 0, true),
                        mapping(0x7400_0000L, 0x7401_0000L, "rw-", "", 128, false), // behind no guard, which are small
                        mapping(0x8000_0000L, 0x8001_0000L, "r--", "/jdk/lib/modules", 256, false),
                        mapping(0x8100_0000L, 0x8101_0000L, "r-x", "/lib/libc.so.6", 512, false),
                        mapping(0x8200_0000L, 0x8201_0000L, "r--", "/home/me/model.safetensors", 1024, false),
                        mapping(0x9000_0000L, 0x9001_0000L, "rw-", "[heap]", 2048, false),
                        mapping(0xa000_0000L, 0xa001_0000L, "rw-", "[stack]", 4096, false)),
                JVM,
                "/jdk");
        assertEquals(
                Map.of(
                        Pool.HEAP, 3L,
                        Pool.CLASSES, 4L,
                        Pool.COLLECTOR, 8L,
                        Pool.CODE, 16L,
                        Pool.STACKS, 32L + 4096,
                        Pool.ARENAS, 64L + 2048,
                        Pool.OTHERS, 128L,
                        Pool.PROGRAM_FILES, 256L + 512,
                        Pool.MAPPED_FILES, 1024L),
                pools.bytes());
        assertEquals(8191, pools.total());
        assertEquals(128, pools.others().getFirst().resident());
    }

    /**
     * 1,000 resident bytes: a heap of 400 with 100 for the engine's array, arenas of 300 with 120 for its blocks, 200 of a large
     * block of its that was touched by half, and 100 that nobody knows, 30 of which are another large allocation.
     */
    @Test
    void nothingCountsTwice() {
        Charges charges = new Charges(
                Map.of(Category.WEIGHTS, 100L, Category.DATA, 120L, Category.KV_CACHE, 400L),
                100,
                List.of(new MappedBlock(Category.KV_CACHE, 0, 400)));
        EngineParts engine = new EngineParts(charges, Map.of(Category.KV_CACHE, 200L));
        ResidentPools pools =
                new ResidentPools(Map.of(Pool.HEAP, 400L, Pool.ARENAS, 300L, Pool.OTHERS, 300L), List.of());
        MemoryReading reading = ProcessParts.of(
                engine.byCategory(), engine, pools, new JvmHeap(250, 900, 0, 0), Optional.of(new NativeHeap(260)), 30);
        assertEquals(1000, reading.osResident());
        assertEquals(100, reading.bytes("weights"));
        assertEquals(120, reading.bytes("data"));
        assertEquals(200, reading.bytes("kv cache"));
        assertEquals(150, reading.bytes("heap"));
        assertEquals(150, reading.bytes("heap, free"));
        assertEquals(260 + 30 - 120, reading.bytes("native memory of the JVM"));
        assertEquals(40, reading.bytes("native memory, free"));
        assertEquals(70, reading.unattributed());
        assertEquals(0, reading.overcounted());
    }

    /** Readings one after the other, while memory comes and goes: the sum never exceeds what is resident. */
    @Test
    void whatExceedsIsCutFromWhatIsFree() {
        List<MemoryPart> parts = List.of(
                new MemoryPart("weights", 50, ""),
                new MemoryPart("heap, free", 30, ""),
                new MemoryPart("code", 40, ""));
        MemoryReading reading = ProcessParts.fitted(parts, 100, 0);
        assertEquals(
                List.of(50L, 10L, 40L),
                reading.parts().stream().map(MemoryPart::bytes).toList());
        assertEquals(0, reading.unattributed());
        assertEquals(20, reading.overcounted());
        MemoryReading less = ProcessParts.fitted(parts, 70, 60);
        assertEquals(60, less.overcounted(), "what was missing is more than the sum shows");
        assertEquals(
                List.of(50L, 0L, 20L),
                less.parts().stream().map(MemoryPart::bytes).toList());
        assertEquals(0, ProcessParts.fitted(parts, 0, 0).osResident());
    }
}
