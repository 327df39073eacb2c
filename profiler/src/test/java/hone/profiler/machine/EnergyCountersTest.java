package hone.profiler.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnergyCountersTest {
    private static final long RANGE = 262_143_328_850L;

    @TempDir
    private Path root;

    private final EnergyCounters.FirstLine reader =
            file -> Files.readString(file).strip();

    private EnergyCounters counters() {
        return new EnergyCounters(root, reader);
    }

    private void zone(String folder, String name, String microjoules) throws IOException {
        Path zone = Files.createDirectories(root.resolve(folder));
        Files.writeString(zone.resolve("name"), name + "\n");
        Files.writeString(zone.resolve("energy_uj"), microjoules + "\n");
        Files.writeString(zone.resolve("max_energy_range_uj"), RANGE + "\n");
    }

    @Test
    void packagesAndTheirMemoryAreAddedAndPartsOfThemAreNot() throws IOException {
        zone("intel-rapl:0", "package-0", "1000000");
        zone("intel-rapl:0:0", "core", "500000");
        zone("intel-rapl:0:1", "dram", "2000000");
        zone("intel-rapl:1", "psys", "9000000");
        zone("intel-rapl-mmio:0", "package-0", "1000000"); // the same counter by another way
        EnergyCounters.Reading before = counters().now();
        zone("intel-rapl:0", "package-0", "4500000");
        zone("intel-rapl:0:0", "core", "600000");
        zone("intel-rapl:0:1", "dram", "2250000");
        zone("intel-rapl:1", "psys", "19000000");
        Energy energy = EnergyCounters.between(before, counters().now());
        assertEquals(3.75, energy.joules(), 1e-9);
        assertEquals(
                List.of("package-0", "dram"),
                energy.domains().stream().map(Energy.Domain::name).toList());
        assertTrue(energy.nanos() > 0);
    }

    @Test
    void aCounterThatStartedAgainHasGoneOn() throws IOException {
        zone("intel-rapl:0", "package-0", String.valueOf(RANGE - 1_000_000));
        EnergyCounters.Reading before = counters().now();
        zone("intel-rapl:0", "package-0", "2000000");
        assertEquals(3, EnergyCounters.between(before, counters().now()).joules(), 1e-9);
    }

    @Test
    void whyThereIsNoneIsSaid() throws IOException {
        assertReason("the system shows no counter of a processor or its memory", counters());
        assertReason("as in a container or a virtual machine", new EnergyCounters(root.resolve("none"), reader));
        zone("intel-rapl:0", "package-0", "12 apples");
        assertReason("the counter of package-0 holds no number in energy_uj", counters());
        zone("intel-rapl:0", "package-0", "");
        assertReason("holds no number", counters());
        zone("intel-rapl:0", "package-0", "-5");
        assertReason("holds no number", counters());
        Files.delete(root.resolve("intel-rapl:0").resolve("energy_uj"));
        assertReason("a counter has no file energy_uj", counters());
        Files.createDirectory(root.resolve("intel-rapl:0").resolve("energy_uj"));
        assertReason("the system refuses to read energy_uj", counters());
    }

    /** Who runs the tests may be root, whom no file's mode keeps out: so the refusal itself is made here. */
    @Test
    void whoMayNotReadIsTold() throws IOException {
        zone("intel-rapl:0", "package-0", "1000000");
        assertReason(
                "it is not permitted: since Linux 5.10 only root may read energy_uj", new EnergyCounters(root, file -> {
                    if (file.endsWith("energy_uj")) {
                        throw new AccessDeniedException(file.toString());
                    }
                    return reader.of(file);
                }));
    }

    @Test
    void aCounterThatGoesAwayLeavesNoFigure() throws IOException {
        zone("intel-rapl:0", "package-0", "1000000");
        zone("intel-rapl:1", "package-1", "1000000");
        EnergyCounters.Reading before = counters().now();
        for (String file : List.of("name", "energy_uj", "max_energy_range_uj")) {
            Files.delete(root.resolve("intel-rapl:1").resolve(file));
        }
        Files.delete(root.resolve("intel-rapl:1"));
        Energy energy = EnergyCounters.between(before, counters().now());
        assertFalse(energy.available());
        assertTrue(Double.isNaN(energy.joules()));
    }

    private static void assertReason(String part, EnergyCounters counters) {
        Energy energy = EnergyCounters.between(counters.now(), counters.now());
        assertFalse(energy.available());
        assertTrue(
                energy.reason().orElseThrow().contains(part),
                () -> energy.reason().orElseThrow());
        assertEquals(List.of(), energy.domains());
    }
}
