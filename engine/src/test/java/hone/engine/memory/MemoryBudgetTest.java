package hone.engine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.OverBudget;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
    @Test
    void blocksAreAlignedZeroedAndCharged() {
        MemoryBudget budget = new MemoryBudget(1 << 20);
        try (MemoryRegion region = budget.open(Category.SCRATCH, "blocks")) {
            for (int bytes : new int[] {0, 1, 63, 64, 65, 1000}) {
                MemorySegment block = region.allocate(bytes);
                assertEquals(0, block.address() % MemoryRegion.ALIGNMENT);
                assertEquals(bytes, block.byteSize());
                for (int i = 0; i < bytes; i++) {
                    assertEquals(0, block.get(ValueLayout.JAVA_BYTE, i));
                }
            }
            region.chargeArray(100);
            assertEquals(100, budget.usedByArrays());
            assertEquals(region.bytes(), budget.used(Category.SCRATCH));
            assertEquals(budget.used(), budget.used(Category.SCRATCH));
        }
        assertEquals(0, budget.used());
        assertEquals(0, budget.usedByArrays());
        assertTrue(budget.peak() > 1000);
    }

    @Test
    void tooMuchIsRefusedBeforeItIsAllocated() {
        MemoryBudget budget = new MemoryBudget(4096);
        try (MemoryRegion region = budget.open(Category.WEIGHTS, "these weights")) {
            region.allocate(1024);
            OverBudget refused = assertThrows(OverBudget.class, () -> region.allocate(1L << 50));
            assertTrue(refused.getMessage().startsWith("these weights: needs"), refused.getMessage());
            assertTrue(refused.getMessage().contains("3072 are left"), refused.getMessage());
            assertEquals(1024, budget.used());
        }
    }

    @Test
    void collectedMemoryComesBackWhenNothingRefersToItAndMoreIsNeeded() {
        MemoryBudget budget = new MemoryBudget(10 << 20);
        MemoryRegion region = budget.openCollected(Category.WEIGHTS, "shared weights");
        List<MemorySegment> kept = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            MemorySegment block = region.allocate(1 << 20);
            if (i < 3) {
                kept.add(block.asSlice(4, 8));
            }
        }
        kept.forEach(slice -> slice.set(ValueLayout.JAVA_INT, 0, 7));
        assertEquals(7, kept.getFirst().get(ValueLayout.JAVA_INT, 0), "a slice keeps its block alive");
        assertTrue(budget.peak() <= budget.limit());
    }

    @Test
    void theDefaultLeavesRoomForTheRestOfTheMachine() {
        MemoryBudget budget = MemoryBudget.ofThisMachine();
        long machine = ((com.sun.management.OperatingSystemMXBean)
                        java.lang.management.ManagementFactory.getOperatingSystemMXBean())
                .getTotalMemorySize();
        assertTrue(budget.limit() <= 0.6 * machine);
        assertTrue(budget.limit() >= 64 << 20);
    }

    @Test
    void aWatermarkSeesWhatIsGoneAgainAndNothingFromBefore() {
        MemoryBudget budget = new MemoryBudget(1 << 20);
        try (MemoryRegion scratch = budget.open(Category.SCRATCH, "earlier")) {
            scratch.allocate(10_240);
            try (MemoryRegion brief = budget.open(Category.DATA, "gone before")) {
                brief.allocate(102_400);
            }
            try (Watermark watermark = budget.watermark()) {
                assertEquals(10_240, watermark.mostAtOnce());
                try (MemoryRegion brief = budget.open(Category.DATA, "gone")) {
                    brief.allocate(6_400);
                }
                scratch.allocate(640);
                assertEquals(6_400, watermark.most(Category.DATA));
                assertEquals(10_880, watermark.most(Category.SCRATCH));
                assertEquals(16_640, watermark.mostAtOnce());
                assertEquals(0, watermark.most(Category.WEIGHTS));
            }
            assertEquals(10_880, budget.charges().total());
            assertEquals(0, budget.charges().of(Category.DATA));
        }
    }
}
