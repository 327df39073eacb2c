package hone.profiler.roofline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.memory.MemoryBudget;
import hone.engine.run.KernelPool;
import hone.profiler.machine.MachineFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoofStoreTest {
    private static final MachineFacts FACTS = new MachineFacts("A processor", 2, 512, 1L << 34, "An os", "A jdk");
    private static final List<CacheLevel> CACHES =
            List.of(new CacheLevel("L1", 32 << 10), new CacheLevel("L2", 1 << 20), new CacheLevel("L3", 32 << 20));

    @TempDir
    private Path folder;

    @Test
    void roofsAreMeasuredOnceAndOnlyRaised() throws IOException {
        MemoryBudget budget = new MemoryBudget(512L << 20);
        List<String> notes = new ArrayList<>();
        RoofStore store = new RoofStore(folder, FACTS);
        Roofs first;
        try (KernelPool pool = new KernelPool(2)) {
            assertTrue(store.kept().isEmpty());
            first = store.obtain(budget, pool, notes, new Cancellation());
            assertEquals(first, store.obtain(budget, pool, notes, new Cancellation()));
        }
        assertEquals(first, store.kept().orElseThrow(), "to the bit");
        assertTrue(first.isSound() && first.knows(1) && first.knows(2));
        Roofs higher = scaled(first, 2);
        store.raise(higher, notes);
        store.raise(scaled(first, 0.5), notes);
        assertEquals(
                higher.flopsPerSecond(Arithmetic.FLOAT32, 1),
                store.kept().orElseThrow().flopsPerSecond(Arithmetic.FLOAT32, 1));
        assertEquals(List.of(), notes);
        MachineFacts other = new MachineFacts("Another", 2, 512, 1L << 34, "An os", "A jdk");
        assertTrue(new RoofStore(folder, other).kept().isEmpty());
        Path file = folder.resolve("machine-roofs.json");
        String whole = Files.readString(file);
        for (String bad : List.of(
                "",
                "{",
                "{\"version\":1}",
                whole.replaceFirst("\"INT8\" : [^\\s,}]+", "\"INT8\" : -1"),
                whole.replaceFirst("\"INT8\" : [^\\s,}]+", "\"INT8\" : null"))) {
            Files.writeString(file, bad);
            assertTrue(store.kept().isEmpty(), bad);
        }
    }

    private static Roofs scaled(Roofs roofs, double by) {
        Map<Integer, Map<Arithmetic, Double>> flops = new TreeMap<>();
        roofs.flopsPerSecond().forEach((threads, kinds) -> {
            Map<Arithmetic, Double> rates = new HashMap<>();
            kinds.forEach((kind, rate) -> rates.put(kind, by * rate));
            flops.put(threads, rates);
        });
        return new Roofs(Instant.EPOCH, flops, roofs.memory());
    }

    @Test
    void aWorkingSetLiesInTheSmallestCacheThatHoldsIt() {
        assertEquals("L1", CacheLevel.holding(32 << 10, 1, CACHES));
        assertEquals("L2", CacheLevel.holding((32 << 10) + 1, 1, CACHES));
        assertEquals("L1", CacheLevel.holding((32 << 10) + 1, 2, CACHES), "each core has its own");
        assertEquals("L3", CacheLevel.holding(32 << 20, 2, CACHES));
        assertEquals("memory", CacheLevel.holding((32 << 20) + 1, 2, CACHES), "which all share");
        assertEquals("", CacheLevel.holding(1, 1, List.of()));
    }
}
