package hone.profiler.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AddressSpaceTest {
    @TempDir
    private Path folder;

    private Optional<List<Mapping>> read(String text) throws IOException {
        return new AddressSpace(Files.writeString(folder.resolve("smaps"), text)).read();
    }

    @Test
    void mappingsAreReadWithTheirFlagsAndPaths() throws IOException {
        List<Mapping> mappings = read("""
                687400000-6b7400000 rw-p 00000000 00:00 0\s
                Size:             786432 kB
                KernelPageSize:        4 kB
                Rss:              653868 kB
                Anonymous:        653868 kB
                VmFlags: rd wr mr mw me ac\s
                7f2d3c000000-7f2d3c021000 rw-p 00000000 00:00 0\s
                Rss:                   8 kB
                VmFlags: rd wr mr mw me nr\s
                7f2d3c021000-7f2d40000000 ---p 00000000 00:00 0\s
                Rss:                   0 kB
                VmFlags: mr mw me nr\s
                7f2d83938000-7f2d83ba8000 rwxp 00000000 00:00 0\s
                Rss:                1632 kB
                7f2d9d9e2000-7f2d9db38000 r-xp 00026000 fe:00 339380                     /a folder/lib name.so (deleted)
                Rss:                1304 kB
                VmFlags: rd ex mr mw me\s
                7ffc9c747000-7ffc9c768000 rw-p 00000000 00:00 0                          [stack]
                Rss:                  28 kB
                """).orElseThrow();
        assertEquals(6, mappings.size());
        Mapping heap = mappings.getFirst();
        assertEquals(0x687400000L, heap.start());
        assertEquals(786_432L << 10, heap.bytes());
        assertEquals(653_868L << 10, heap.resident());
        assertTrue(heap.writable() && heap.accessible() && !heap.executable() && !heap.reservesNothing());
        assertTrue(mappings.get(1).reservesNothing());
        assertFalse(mappings.get(2).accessible());
        assertTrue(mappings.get(3).executable() && !mappings.get(3).isFile());
        assertEquals(
                Optional.of("/a folder/lib name.so (deleted)"), mappings.get(4).path());
        assertTrue(mappings.get(4).isFile() && !mappings.get(4).writable());
        assertTrue(mappings.get(5).isNamed("[stack]") && !mappings.get(5).isFile());
    }

    @Test
    void whatIsNoAccountIsNone() throws IOException {
        assertEquals(Optional.empty(), new AddressSpace(folder.resolve("none")).read());
        assertEquals(Optional.empty(), read(""));
        assertEquals(Optional.empty(), read("nothing of the kind\nat all"));
        assertEquals(Optional.empty(), read("12-\n-\n- -\nRss: 5 kB"));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theAccountOfThisProcessIsWhatItsStatusSays() {
        long resident = new AddressSpace()
                .read().orElseThrow().stream().mapToLong(Mapping::resident).sum();
        assertEquals(1, (double) resident / ResidentMemory.bytes(), 0.05);
    }

    /** 16 MB are too large for an arena of the C library's: the block has a mapping, and a header that says so. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void largeAllocationsAreFoundAndTouchedPagesCounted() {
        long size = 48L << 20;
        TouchedPages pages = new TouchedPages();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment block = arena.allocate(size); // zeroed, and so touched
            assertEquals(size, pages.of(block.address(), size));
            List<Mapping> around = new AddressSpace()
                    .read().orElseThrow().stream()
                            .filter(mapping -> mapping.start() <= block.address() && block.address() < mapping.end())
                            .toList();
            assertEquals(1, around.size());
            long found = new LargeAllocations(pages).resident(around);
            assertTrue(found >= size && found <= around.getFirst().resident(), found + " of " + around);
        }
        assertEquals(0, new LargeAllocations(pages).resident(List.of()));
    }
}
