package hone.profiler.report;

import hone.engine.run.KernelFit;
import java.util.List;

/** A made-up report with something in every field. */
public final class ExampleReport {
    private ExampleReport() {}

    public static RunReport report() {
        Arm baseline = arm("", 1, 200_000, 0.97);
        Arm candidate = arm("simd,threads", 2, 100_000, 0.9695);
        return new RunReport(
                RunReport.SCHEMA_VERSION,
                "Hone 0.1",
                "2026-01-02T03:04:05Z",
                "mlp",
                "0123abcd",
                "generated:seed=1",
                "simd,threads",
                64,
                42,
                new Machine("A processor", 2, 256, 8L << 30, "An OS", "A JDK 25", "feed"),
                new Noise(
                        0.3, 2e6, 2e6, "unavailable: no governor", List.of("other processes kept 0.3 processors busy")),
                baseline,
                candidate,
                new Ratio(2, 1.8, 2.2, 0.01),
                Verdict.FASTER,
                "About twice as fast: 1.8–2.2×, 4 runs",
                new QualityChange(-0.0005, -0.002, 0.001, 1, 3, 5, 4_000),
                List.of("fc3 stays dense"),
                null,
                null,
                null);
    }

    /** A made-up peer that takes half as long as the candidate. */
    public static Peer.Measured peer() {
        return new Peer.Measured(
                "onnxruntime",
                "1.2.3",
                new Peer.Settings("CPUExecutionProvider", 2, 1, "all", true, 60, false, true),
                "simd,threads",
                new Peer.Time(50_000, 49_000, 51_000, 31),
                new Peer.Time(49_000, 48_000, 50_000, 31),
                new Peer.Time(100_000, 99_000, 101_000, 31),
                new Peer.Time(200_000, 199_000, 201_000, 31),
                new Peer.TimeRatio(0.5, 0.49, 0.51),
                new Peer.TimeRatio(0.25, 0.24, 0.26),
                new Peer.Outputs(1e-6, 2e-7, 1, 1_024),
                List.of("a note on the peer"));
    }

    private static Arm arm(String recipe, int threads, double nanos, double accuracy) {
        Latency latency = new Latency(
                nanos,
                nanos * 0.9,
                nanos * 1.1,
                4,
                nanos * 1.2,
                null,
                10,
                true,
                1_000,
                List.of(nanos, nanos, nanos * 0.9, nanos * 1.1),
                List.of(0, 0, 1, 1),
                List.of(3));
        OpRow op = new OpRow(
                "fc1",
                "fc1",
                "Linear",
                "simd",
                "64×784 · 784×128 → 64×128",
                "F32",
                12_845_056,
                12_845_056,
                635_392,
                nanos * 0.9,
                0.9,
                1,
                1,
                KernelFit.AS_ASKED,
                nanos,
                "the simd rung, as asked");
        return new Arm(
                recipe,
                threads,
                latency,
                new Quality("accuracy", accuracy, accuracy - 0.005, accuracy + 0.005, 4_000, true),
                new Bytes(437_544, 440_000, 437_544, 900_000, 1_100_000),
                new MemoryReading(List.of(new MemoryPart("weights", 437_544, "counted")), 90_000_000, 1_000_000, 2_000),
                218_368,
                218_368,
                109_386,
                List.of(op));
    }
}
