package hone.profiler.floor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.profiler.machine.MachineFacts;
import hone.profiler.report.Noise;
import hone.profiler.report.NoiseFloor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoiseFloorStoreTest {
    private static final MachineFacts FACTS = new MachineFacts("A processor", 2, 512, 1L << 34, "An os", "A jdk");

    @TempDir
    private Path folder;

    private final List<String> notes = new ArrayList<>();

    private NoiseFloorStore store() {
        return new NoiseFloorStore(folder, FACTS, notes::add);
    }

    @Test
    void theUsualFloorIsTheMedianOfTheLatestRuns() {
        assertEquals(NoiseFloors.Usual.UNKNOWN, store().usual("mlp"));
        store().remember("mlp", 0.01);
        store().remember("mlp", 0.03);
        assertEquals(new NoiseFloors.Usual(0.02, 2), store().usual("mlp"));
        store().remember("mlp", 0.02);
        assertEquals(new NoiseFloors.Usual(0.02, 3), store().usual("mlp"));
        assertEquals(0, store().usual("cnn").runs());
        for (int i = 0; i < 30; i++) {
            store().remember("mlp", 0.04);
        }
        assertEquals(new NoiseFloors.Usual(0.04, NoiseFloorStore.MOST_RUNS), store().usual("mlp"));
        assertEquals(List.of(), notes);
    }

    @Test
    void anotherMachineHasFloorsOfItsOwn() {
        store().remember("mlp", 0.01);
        MachineFacts other = new MachineFacts("A processor", 4, 512, 1L << 34, "An os", "A jdk");
        assertEquals(
                0, new NoiseFloorStore(folder, other, notes::add).usual("mlp").runs());
    }

    @Test
    void workloadsThatDidNotRunForLongAreForgotten() {
        for (int i = 0; i <= NoiseFloorStore.MOST_WORKLOADS; i++) {
            store().remember("model " + i, 0.01);
        }
        assertEquals(0, store().usual("model 0").runs());
        assertEquals(1, store().usual("model 1").runs());
    }

    @Test
    void aDamagedFileIsKeptAside() throws IOException {
        Path file = folder.resolve("noise-floors.json");
        for (String bad : List.of(
                "",
                "{",
                "null",
                "[]",
                "{\"version\":1}",
                "{\"version\":1,\"floors\":{\"a\":[]}}",
                "{\"version\":1,\"floors\":{\"a\":[-1]}}",
                "{\"version\":1,\"floors\":{\"a\":[null]}}",
                "{\"version\":1,\"floors\":{\"a\":null}}")) {
            notes.clear();
            Files.writeString(file, bad);
            assertEquals(0, store().usual("mlp").runs(), bad);
            assertEquals(bad, Files.readString(file), "asking moves nothing");
            store().remember("mlp", 0.02);
            assertEquals(1, notes.size(), bad);
            assertTrue(notes.getFirst().startsWith("the list of noise floors was damaged"), notes.getFirst());
            assertEquals(bad, Files.readString(folder.resolve("noise-floors.json.damaged")));
            assertEquals(1, store().usual("mlp").runs());
        }
    }

    @Test
    void aFolderThatCannotBeWrittenCostsANote() throws IOException {
        Path blocked = Files.writeString(folder.resolve("file"), "not a folder");
        NoiseFloorStore store = new NoiseFloorStore(blocked.resolve("below"), FACTS, notes::add);
        store.remember("mlp", 0.01);
        assertEquals(1, notes.size());
        assertEquals(0, store.usual("mlp").runs());
    }

    @Test
    void aRunFarNoisierThanUsualSaysSo() {
        Noise quiet = new Noise(0, 1, 1, "performance", List.of());
        assertEquals(
                List.of("the baseline strayed from itself by ±3.0 %, and usually does by ±1.0 %"),
                quiet.with(new NoiseFloor(0.03, 0.01, 3)).warnings());
        assertEquals(List.of(), quiet.with(new NoiseFloor(0.03, 0.01, 2)).warnings(), "two runs are no habit");
        assertEquals(List.of(), quiet.with(new NoiseFloor(0.03, 0.02, 9)).warnings());
        assertEquals(0.02, new NoiseFloor(0.01, 0.02, 9).used(), "a lucky run does not lower the floor");
        assertFalse(new NoiseFloor(0.01, 0.02, 9).isUnusual());
    }
}
