package hone.profiler.roofline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.memory.MemoryBudget;
import hone.engine.run.KernelPool;
import hone.profiler.report.Noise;
import hone.profiler.report.OpRow;
import hone.profiler.report.RoofLimit;
import hone.profiler.service.CandidatePass;
import hone.profiler.service.SmallWorld;
import hone.profiler.service.TrialService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RooflineTest {
    private static final Noise QUIET = new Noise(0, 100, 100, "none", List.of());
    /** 100 GFLOP/s; 200 GB/s in the cache, 20 GB/s in memory. */
    private static final Roofs ROOFS = new Roofs(
            Instant.EPOCH,
            Map.of(1, Map.of(Arithmetic.FLOAT32, 100e9, Arithmetic.INT8, 150e9)),
            Map.of(1, curve(200e9, 20e9)));

    private static MemoryCurve curve(double cache, double memory) {
        return new MemoryCurve(
                1,
                List.of(new MemoryCurve.Point(1000, cache, cache), new MemoryCurve.Point(1_000_000, memory, memory)));
    }

    private static OpRow row(String kernel, long flops, long bytes, double nanos) {
        return new OpRow(
                "fc", "fc", "Linear", kernel, "", "FLOAT32", 2 * flops, flops, bytes, nanos, 1, 1, 1, null, 1, "");
    }

    @Test
    void theLowerRoofCountsAtTheOpsOwnWorkingSet() {
        RoofPoint compute = RoofPoint.of(row("simd", 80_000, 500, 1000), OpTraffic.READING, ROOFS);
        assertEquals(0.8, compute.share(), 1e-9);
        assertEquals(RoofLimit.ARITHMETIC, compute.limit());
        RoofPoint memory = RoofPoint.of(row("simd", 10_000, 2_000_000, 200_000), OpTraffic.READING, ROOFS);
        assertEquals(0.5, memory.share(), 1e-9);
        assertEquals(RoofLimit.MEMORY, memory.limit());
        assertEquals(
                RoofLimit.NEITHER,
                RoofPoint.of(row("simd", 8, 8, 1000), OpTraffic.READING, ROOFS).limit());
        assertEquals(
                RoofLimit.TOO_SHORT,
                RoofPoint.of(row("simd", 8, 8, 100), OpTraffic.READING, ROOFS).limit());
    }

    /** What is written over what was read needs no memory of its own: the set is half as large, the traffic is not. */
    @Test
    void anOpThatWorksInPlaceHasTheSmallerSetsRoof() {
        OpRow row = row("simd", 0, 1_000_000, 10_000);
        assertEquals(20e9, RoofPoint.of(row, OpTraffic.READING, ROOFS).bytesRoof());
        RoofPoint inPlace = RoofPoint.of(row, new OpTraffic(500_000, 500_000), ROOFS);
        assertEquals(500_000, inPlace.workingSetBytes());
        assertEquals(200e9, inPlace.bytesRoof());
        assertEquals(100, inPlace.gigabytesPerSecond(), 1e-9);
    }

    @Test
    void eachKindOfArithmeticHasItsRoof() {
        assertEquals(
                100e9,
                RoofPoint.of(row("simd × 1", 1, 1, 1000), OpTraffic.READING, ROOFS)
                        .flopsRoof());
        assertEquals(
                150e9,
                RoofPoint.of(row("simd-w8a8", 1, 1, 1000), OpTraffic.READING, ROOFS)
                        .flopsRoof());
    }

    @Test
    void aPointAboveItsRoofIsTold() {
        List<OpRow> rows = List.of(row("simd", 104_000, 8, 1000), row("simd", 110_000, 8, 1000));
        Roofline quiet = Roofline.of(rows, Map.of(), ROOFS, List.of(), QUIET);
        assertEquals(List.of(quiet.points().get(1)), quiet.aboveRoof());
        assertTrue(RooflineText.of(quiet).contains("above its roof"));
        Noise noisy = new Noise(0, 100, 110, "none", List.of());
        assertEquals(
                List.of(), Roofline.of(rows, Map.of(), ROOFS, List.of(), noisy).aboveRoof());
    }

    @Test
    void theRoofOfMemoryNeverRisesWithTheSet() {
        MemoryCurve dip = new MemoryCurve(
                1,
                List.of(
                        new MemoryCurve.Point(10, 4, 5),
                        new MemoryCurve.Point(100, 6, 9),
                        new MemoryCurve.Point(1000, 2, 3)));
        assertEquals(9, dip.bytesPerSecond(1));
        assertEquals(9, dip.bytesPerSecond(999));
        assertEquals(3, dip.bytesPerSecond(1000));
        assertEquals(List.of(100L), dip.knees());
    }

    @Test
    void whatOnlyReadsHasTheRoofOfReading() {
        MemoryCurve curve = new MemoryCurve(1, List.of(new MemoryCurve.Point(10, 6, 9)));
        assertEquals(6, curve.bytesPerSecond(10, 1));
        assertEquals(8, curve.bytesPerSecond(10, 0.75), 1e-12);
        assertEquals(9, curve.bytesPerSecond(10, 0.5));
        assertEquals(0.75, new OpTraffic(25, 25).readShare(100));
        assertEquals(1, OpTraffic.READING.readShare(100));
        assertEquals(9, curve.bytesPerSecond(10, new OpTraffic(100, 0).readShare(100)), "what only writes");
    }

    @Test
    void cachesAreReadFromTheSystem(@TempDir Path folder) throws IOException {
        write(folder, 0, "1", "Data", "32K");
        write(folder, 1, "1", "Instruction", "64K");
        write(folder, 2, "3", "Unified", "16M");
        assertEquals(List.of(new CacheLevel("L1", 32 << 10), new CacheLevel("L3", 16 << 20)), CacheLevel.of(folder));
        assertEquals(List.of(), CacheLevel.of(folder.resolve("none")));
        Files.writeString(folder.resolve("index0/size"), "plenty");
        assertEquals(List.of(), CacheLevel.of(folder));
    }

    private static void write(Path folder, int index, String level, String type, String size) throws IOException {
        Path place = Files.createDirectory(folder.resolve("index" + index));
        Files.writeString(place.resolve("level"), level + "\n");
        Files.writeString(place.resolve("type"), type + "\n");
        Files.writeString(place.resolve("size"), size + "\n");
    }

    @Tag("slow")
    @Test
    void measuredRoofsStandAboveARealModel() {
        try (SmallWorld world = new SmallWorld()) {
            TrialService trials = new TrialService(world.environment());
            Cancellation stop = new Cancellation();
            Roofline roofline = CandidatePass.of(
                    trials,
                    world.request("simd", 16),
                    stop,
                    arm -> Roofline.measure(arm, world.budget(), world.pool(), stop));
            assertEquals(5, roofline.points().size());
            assertEquals(List.of(), roofline.aboveRoof());
            assertEquals(Set.of(1, 2), roofline.roofs().memory().keySet());
        }
    }

    @Test
    void roofsAreOfTheRightOrder() {
        try (KernelPool pool = new KernelPool(1)) {
            Roofs roofs = Roofs.measure(new MemoryBudget(256L << 20), pool, Set.of(1), new Cancellation());
            double float32 = roofs.flopsPerSecond(Arithmetic.FLOAT32, 1);
            assertTrue(float32 > 1e9 && float32 < 1e12, () -> "one core does " + float32);
            double cache = roofs.memory(1).bytesPerSecond(0);
            assertTrue(cache >= roofs.memory(1).memoryBytesPerSecond(), "memory is faster than the cache");
        }
    }
}
