package hone.profiler.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.profiler.report.Noise;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        assertEquals(0, judged(0.1, 104).warnings().size());
        Noise noisy = judged(0.5, 110);
        assertEquals(2, noisy.warnings().size());
        assertEquals(
                "the machine became 10 % slower during the run",
                noisy.warnings().get(0));
    }

    /** Between nothing that a second thread adds, or less where others come in between, and all of it. */
    @Test
    void twoThreadsTogetherAreSetAgainstOne() throws InterruptedException {
        double together = TwoThreads.together();
        System.out.printf("two threads together: %.2f times one's arithmetic%n", together);
        assertTrue(together > 0.3 && together < 3, together + " times");
    }

    @Test
    void theGuardIsQuick() {
        NoiseGuard.before().after();
        long start = System.nanoTime();
        Noise noise = NoiseGuard.before().after();
        assertTrue(System.nanoTime() - start < 1_000_000_000L);
        assertTrue(noise.calibrationBefore() > 0 && noise.calibrationAfter() > 0);
        double before = Objects.requireNonNull(noise.throughputBefore());
        assertTrue(before > 0 && Objects.requireNonNull(noise.throughputAfter()) > 0);
        assertTrue(
                before < 0.25 * 12 * noise.calibrationBefore() / 1.5,
                "chains side by side overlap: " + before + " ns beside " + noise.calibrationBefore());
        assertFalse(noise.governor().isBlank());
    }

    private static Noise judged(double load, double after) {
        Path nowhere = Path.of("no", "such", "folder");
        return NoiseGuard.judged(
                load,
                new CalibrationKernel.Reading(100, 50),
                new CalibrationKernel.Reading(after, after / 2),
                "performance",
                new PowerState(nowhere, nowhere));
    }

    private static Noise steady(PowerState power) {
        CalibrationKernel.Reading same = new CalibrationKernel.Reading(1, 1);
        return NoiseGuard.judged(0, same, same, "performance", power);
    }

    @Test
    void aBatteryAndHeatAreWarnedOf(@TempDir Path folder) throws IOException {
        assertEquals(
                "unavailable: the system shows no power supply",
                new PowerState(folder.resolve("none"), folder).battery());
        Path supplies = Files.createDirectory(folder.resolve("supplies"));
        Path zones = Files.createDirectory(folder.resolve("zones"));
        PowerState power = new PowerState(supplies, zones);
        assertEquals("unavailable: the system shows no battery", power.battery());
        assertEquals("unavailable: the system shows no temperature", power.temperature());
        Path battery = Files.createDirectory(supplies.resolve("BAT0"));
        Files.writeString(battery.resolve("type"), "Battery\n");
        Files.writeString(battery.resolve("status"), "Full\n");
        Files.writeString(battery.resolve("capacity"), "100\n");
        Path zone = Files.createDirectory(zones.resolve("thermal_zone0"));
        Files.writeString(zone.resolve("temp"), "54300\n");
        assertEquals("on mains, 100 % left", power.battery());
        assertEquals("54 °C", power.temperature());
        assertEquals(0, steady(power).warnings().size());
        Files.writeString(battery.resolve("status"), "Discharging\n");
        Files.writeString(zone.resolve("temp"), "97000\n");
        Noise noisy = steady(power);
        assertEquals("on battery, 100 % left", noisy.battery());
        assertEquals(2, noisy.warnings().size(), noisy.warnings().toString());
        Files.writeString(zone.resolve("temp"), "not a number\n");
        assertEquals("unavailable: the system shows no temperature", power.temperature());
    }
}
