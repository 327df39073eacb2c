package hone.profiler.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.profiler.report.Noise;
import java.lang.foreign.Arena;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MachineTest {
    @Test
    void factsAreThere() {
        MachineFacts facts = MachineFacts.read();
        assertFalse(facts.cpu().isBlank());
        assertTrue(facts.cores() >= 1);
        assertTrue(facts.memoryBytes() > 100_000_000L);
        assertTrue(facts.vectorBits() >= 64, "vector bits " + facts.vectorBits());
        assertFalse(facts.os().isBlank());
        assertTrue(facts.jdk().contains("25") || facts.jdk().contains("2"), facts.jdk());
        assertEquals("abc", facts.with("abc").profileHash());
    }

    @Test
    void residentMemoryFollowsAnAllocation() {
        long before = ResidentMemory.bytes();
        assertTrue(before > 10_000_000L);
        try (Arena arena = Arena.ofConfined()) {
            long size = 64L << 20;
            arena.allocate(size).fill((byte) 1);
            long grown = ResidentMemory.bytes() - before;
            assertTrue(grown > 0.9 * size, grown + " bytes more");
        }
    }

    @Test
    void processorListsAreRead() {
        assertEquals(Set.of("cpu0", "cpu1", "cpu2", "cpu5"), OtherLoad.allowed("0-2,5"));
        assertEquals(Set.of(), OtherLoad.allowed(""));
    }

    @Test
    void aQuietMachineRaisesNoWarningAndANoisyOneDoes() {
        assertEquals(
                0, NoiseGuard.judged(0.1, 100, 104, "performance").warnings().size());
        Noise noisy = NoiseGuard.judged(0.5, 100, 110, "performance");
        assertEquals(2, noisy.warnings().size());
        assertEquals(
                "the machine became 10 % slower during the run",
                noisy.warnings().get(0));
    }

    @Test
    void theGuardIsQuick() {
        NoiseGuard.before().after();
        long start = System.nanoTime();
        Noise noise = NoiseGuard.before().after();
        assertTrue(System.nanoTime() - start < 1_000_000_000L);
        assertTrue(noise.calibrationBefore() > 0 && noise.calibrationAfter() > 0);
        assertFalse(noise.governor().isBlank());
    }
}
