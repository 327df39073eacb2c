package hone.profiler.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.profiler.JavaProcess;
import hone.profiler.report.MemoryPart;
import hone.profiler.report.MemoryReading;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MemorySamplerTest {
    static final long MB = 1 << 20;
    private static final double TOLERANCE = 0.05;

    private final MemoryBudget budget = new MemoryBudget(1L << 30);

    @ParameterizedTest
    @EnumSource(Category.class)
    void knownBlocksAreRead(Category category) {
        for (long size : new long[] {MB, 10 * MB}) {
            MemoryTimeline timeline;
            try (MemorySampler sampler = MemorySampler.start(budget);
                    MemoryRegion region = budget.open(category, "a known block")) {
                region.allocate(size).fill((byte) 1);
                timeline = sampler.stop();
            }
            MemoryReading before = timeline.first().reading();
            MemoryReading after = timeline.last().reading();
            requireNear(size, grown(before, after, category.text()), TOLERANCE);
            for (Category other : Category.values()) {
                if (other != category) {
                    assertEquals(0, grown(before, after, other.text()), other.text());
                }
            }
            requireSums(timeline);
        }
    }

    private static long grown(MemoryReading before, MemoryReading after, String category) {
        return after.bytes(category) - before.bytes(category);
    }

    private static void requireNear(long expected, long actual, double share) {
        assertTrue(Math.abs(actual - expected) <= share * expected, actual + " instead of " + expected);
    }

    static void requireSums(MemoryTimeline timeline) {
        for (MemorySample sample : timeline.samples()) {
            MemoryReading reading = sample.reading();
            long sum = reading.parts().stream().mapToLong(MemoryPart::bytes).sum();
            assertEquals(reading.osResident(), sum + reading.unattributed());
            assertTrue(reading.unattributed() >= 0);
            assertTrue(reading.parts().stream().allMatch(part -> part.bytes() >= 0), reading::toString);
        }
    }

    /** The system gives pages of a large block as they are touched, so a part of it is no memory yet. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void whatNobodyTouchedIsChargedAndNotResident() {
        long size = 64 * MB;
        try (MemorySampler sampler = MemorySampler.start(budget);
                MemoryRegion region = budget.open(Category.KV_CACHE, "a large block")) {
            var block = region.allocate(size);
            MemoryReader reader = new MemoryReader(budget);
            assertTrue(reader.now().bytes("kv cache") < 4 * MB);
            block.asSlice(0, size / 2).fill((byte) 1);
            requireNear(size / 2, reader.now().bytes("kv cache"), TOLERANCE);
            block.fill((byte) 1);
            MemoryTimeline timeline = sampler.stop();
            requireNear(size, timeline.last().reading().bytes("kv cache"), TOLERANCE);
            assertEquals(size, timeline.mostCharged(Category.KV_CACHE));
            requireSums(timeline);
        }
    }

    /** An array that stands in for native memory lies in the heap and is the engine's: it counts once, as the engine's. */
    @Test
    void arraysThatStandInCountOnce() {
        int size = Math.toIntExact(64 * MB);
        byte[] array = new byte[size];
        MemoryReader reader = new MemoryReader(budget);
        System.gc();
        MemoryReading before = reader.now();
        try (MemoryRegion region = budget.open(Category.ACTIVATIONS, "an array")) {
            region.chargeArray(size);
            MemoryReading after = reader.now();
            assertEquals(size, grown(before, after, "activations"));
            requireNear(size, -grown(before, after, "heap"), 0.2);
            assertEquals(0, grown(before, after, "data"));
        }
        assertEquals(size, array.length);
    }

    @Test
    void theWatermarkKnowsWhatIsTooShortForASample() {
        try (MemorySampler sampler = MemorySampler.start(budget)) {
            try (MemoryRegion region = budget.open(Category.SCRATCH, "gone at once")) {
                region.allocate(MB);
            }
            sampler.mark("afterwards");
            MemoryTimeline timeline = sampler.stop();
            assertEquals(MB, timeline.mostCharged(Category.SCRATCH));
            assertEquals(MB, timeline.mostAtOnce());
            assertEquals("afterwards", timeline.marks().getFirst().what());
            assertTrue(timeline.marks().getFirst().nanos() <= timeline.last().nanos());
        }
    }

    @Test
    void samplesComeInTimeWhileWorkGoesOn() throws InterruptedException {
        try (MemorySampler sampler = MemorySampler.start(budget)) {
            Thread.sleep(1_500);
            MemoryTimeline timeline = sampler.stop();
            assertTrue(timeline.samples().size() >= 5, timeline.samples().size() + " samples");
            long last = -1;
            for (MemorySample sample : timeline.samples()) {
                assertTrue(sample.nanos() > last);
                last = sample.nanos();
            }
            assertTrue(timeline.first().nanos() < 100_000_000 && last > 1_400_000_000);
        }
    }

    /**
     * In a process of its own, whose collector has regions of 32 MB: G1 gives an array of half a region or more whole regions,
     * all of whose bytes it counts as used, as nothing else can use them.
     */
    @Test
    void knownArraysAreReadInTheHeap() throws Exception {
        List<String> command = new ArrayList<>(JavaProcess.command());
        command.addAll(1, List.of("-XX:+UseG1GC", "-XX:G1HeapRegionSize=32m", "-Xmx1g"));
        command.add(KnownArrays.class.getName());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), said);
    }
}
