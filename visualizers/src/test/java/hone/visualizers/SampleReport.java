package hone.visualizers;

import hone.engine.run.KernelFit;
import hone.profiler.report.Arm;
import hone.profiler.report.Bytes;
import hone.profiler.report.Latency;
import hone.profiler.report.Machine;
import hone.profiler.report.MemoryPart;
import hone.profiler.report.MemoryReading;
import hone.profiler.report.Noise;
import hone.profiler.report.OpRow;
import hone.profiler.report.Quality;
import hone.profiler.report.QualityChange;
import hone.profiler.report.Ratio;
import hone.profiler.report.RunReport;
import hone.profiler.report.Verdict;
import java.util.ArrayList;
import java.util.List;

/** A made-up report for tests: the candidate takes a given share of the baseline's time. */
public final class SampleReport {
    private SampleReport() {}

    /** A report whose candidate takes {@code share} of 2 ms. */
    public static RunReport of(double share, Verdict verdict, int blocks) {
        return new RunReport(
                RunReport.SCHEMA_VERSION,
                "Hone",
                "2026-03-04T09:30:00Z",
                "mlp",
                "abc",
                "generated",
                "simd",
                256,
                1,
                new Machine("Test", 2, 256, 8L << 30, "Linux", "25", "p"),
                new Noise(0, 1, 1, "unavailable: test", List.of()),
                arm("", 2e6, 440_000, 0.97, blocks),
                arm("simd", 2e6 * share, 110_000, 0.965, blocks),
                new Ratio(1 / share, 0.97 / share, 1.03 / share, 0.02),
                verdict,
                "A sentence",
                new QualityChange(-0.005, -0.008, -0.002, 2, 22, 30, 4000),
                List.of(),
                null,
                null,
                null);
    }

    private static Arm arm(String recipe, double nanos, long bytes, double quality, int blocks) {
        return new Arm(
                recipe,
                1,
                latency(nanos, blocks),
                new Quality("accuracy", quality, quality - 0.005, quality + 0.005, 4000, true),
                new Bytes(bytes, bytes + 2_000, bytes + 8_000, bytes + 900_000, bytes + 1_100_000),
                new MemoryReading(
                        List.of(
                                new MemoryPart("weights", bytes, "counted"),
                                new MemoryPart("activations", 900_000, "counted"),
                                new MemoryPart("heap", 90_000_000, "read from the JVM")),
                        120_000_000,
                        9_000_000,
                        0),
                218_368,
                218_368,
                109_386,
                List.of(new OpRow(
                        "fc1",
                        "fc1",
                        "Linear",
                        "simd",
                        "1×2",
                        "float32",
                        100,
                        100,
                        50,
                        nanos,
                        1,
                        1,
                        1,
                        KernelFit.AS_ASKED,
                        nanos,
                        "fastest")));
    }

    private static Latency latency(double nanos, int blocks) {
        List<Double> samples = new ArrayList<>();
        List<Integer> owners = new ArrayList<>();
        for (int block = 0; block < blocks; block++) {
            for (int i = 0; i < 4; i++) {
                samples.add(nanos * (1 + 0.01 * ((block + i) % 3)));
                owners.add(block);
            }
        }
        return new Latency(
                nanos,
                nanos * 0.99,
                nanos * 1.02,
                samples.size(),
                null,
                null,
                1,
                true,
                10,
                samples,
                owners,
                List.of(1));
    }
}
