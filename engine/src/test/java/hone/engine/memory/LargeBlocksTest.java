package hone.engine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Blocks that are mapped from the system must be as other blocks are: aligned, zero, exactly as long, given back. */
class LargeBlocksTest {
    private static final long BYTES = LargeBlocks.LEAST + 4_096 + 12;

    private final MemoryBudget budget = new MemoryBudget(4 * LargeBlocks.LEAST);

    @Test
    void aLargeBlockIsAlignedZeroAndWritableToItsEnd() {
        try (MemoryRegion region = budget.open(Category.DATA, "test")) {
            MemorySegment first = region.allocate(BYTES);
            MemorySegment second = region.allocate(BYTES);
            for (MemorySegment block : new MemorySegment[] {first, second}) {
                assertEquals(BYTES, block.byteSize());
                assertEquals(0, block.address() % MemoryRegion.ALIGNMENT);
                for (long at = 0; at < BYTES; at += 4) {
                    assertEquals(0, block.get(ValueLayout.JAVA_INT, at));
                }
            }
            first.fill((byte) 1);
            second.fill((byte) 2);
            assertEquals(1, first.get(ValueLayout.JAVA_BYTE, BYTES - 1));
            assertEquals(2, second.get(ValueLayout.JAVA_BYTE, 0));
            assertThrows(IndexOutOfBoundsException.class, () -> first.get(ValueLayout.JAVA_BYTE, BYTES));
        }
    }

    @Test
    void whatIsGivenBackCannotBeReadAndIsNotCharged() {
        MemoryRegion region = budget.open(Category.DATA, "test");
        MemorySegment block = region.allocate(BYTES);
        budget.charges().mapped().forEach(mapped -> {
            assertEquals(block.address(), mapped.address());
            assertEquals(Category.DATA, mapped.category());
        });
        region.close();
        assertEquals(List.of(), budget.charges().mapped());
        assertThrows(IllegalStateException.class, () -> block.get(ValueLayout.JAVA_BYTE, 0));
        assertEquals(0, budget.used());
    }
}
