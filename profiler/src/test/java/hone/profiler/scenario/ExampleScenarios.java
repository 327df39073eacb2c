package hone.profiler.scenario;

import hone.profiler.report.Machine;
import hone.profiler.report.Noise;
import hone.profiler.report.NoiseFloor;
import hone.profiler.stats.Interval;
import java.util.List;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;

/** Made-up reports of every scenario, with something in every field. */
public final class ExampleScenarios {
    private ExampleScenarios() {}

    public static ScenarioReport single(String recipe, double gain) {
        ScenarioResult.Gain judged = gain(gain);
        return report(
                recipe,
                new ScenarioResult.Single(
                        10,
                        new ScenarioResult.SingleSide("", 1, 5_000, times(200_000)),
                        new ScenarioResult.SingleSide(recipe, 2, 5_000 * gain, times((long) (200_000 / gain))),
                        judged));
    }

    public static ScenarioReport offline(String recipe, double gain) {
        return report(
                recipe,
                new ScenarioResult.Offline(4_000, 6, 0, passes("", 20_000), passes(recipe, 20_000 * gain), gain(gain)));
    }

    public static ScenarioReport server(String recipe, double perSecond, double gain) {
        return report(
                recipe,
                new ScenarioResult.Server(
                        perSecond, 10, 2e6, served("", 200_000), served(recipe, (long) (200_000 / gain)), gain(gain)));
    }

    private static ScenarioResult.Gain gain(double gain) {
        return ScenarioResult.Gain.of(new Interval(gain, gain * 0.95, gain * 1.05), 0.02, true, 8);
    }

    private static ScenarioResult.OfflineSide passes(String recipe, double rate) {
        return new ScenarioResult.OfflineSide(
                recipe,
                1,
                64,
                rate,
                rate * 0.99,
                rate * 1.01,
                List.of(new LargestBatch.Tried(32, rate / 2), new LargestBatch.Tried(64, rate)),
                List.of(4e12 / rate, 4.1e12 / rate, 3.9e12 / rate, 4e12 / rate, 4e12 / rate, 4e12 / rate));
    }

    private static ScenarioResult.ServerSide served(String recipe, long nanos) {
        return new ScenarioResult.ServerSide(
                recipe,
                1,
                1_000,
                0,
                100,
                times(2 * nanos),
                times(nanos),
                0.25,
                3,
                0.4,
                times(1_000),
                new HighestRate(400, 1.9e6, 410.0, List.of(new HighestRate.Probe(400, 1.9e6, 800, true))));
    }

    /** A thousand times around one, and a stall. */
    private static Percentiles times(long nanos) {
        Histogram histogram = new Histogram(3_600_000_000_000L, 3);
        LongStream.range(0, 1_000).forEach(i -> histogram.recordValue(nanos + i * nanos / 10_000));
        histogram.recordValue(50 * nanos);
        return Percentiles.of(histogram);
    }

    private static ScenarioReport report(String recipe, ScenarioResult result) {
        return new ScenarioReport(
                ScenarioReport.SCHEMA_VERSION,
                "Hone 0.1",
                "2026-01-02T03:04:05Z",
                "mlp",
                "0123abcd",
                "generated:seed=1",
                recipe,
                1,
                42,
                new Machine("A processor", 2, 256, 8L << 30, "An OS", "A JDK 25", "feed"),
                new Noise(0.01, 2e6, 2e6, "unavailable: no governor", List.of()).with(new NoiseFloor(0.012, 0.02, 4)),
                result,
                ScenarioSentence.of(result),
                List.of("a note on the scenario"));
    }
}
