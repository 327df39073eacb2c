package hone.app.cli;

import hone.engine.InvalidInput;
import hone.profiler.explore.Limits;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a setting must keep to stand on the front. */
final class LimitOptions {
    @Option(
            names = "--max-ms",
            paramLabel = "MS",
            description = "most milliseconds of a batch, by the interval's upper end")
    private @Nullable Double milliseconds;

    @Option(names = "--max-peak-kb", paramLabel = "KB", description = "most peak memory, in thousands of bytes")
    private @Nullable Double peak;

    @Option(names = "--max-file-kb", paramLabel = "KB", description = "largest file, in thousands of bytes")
    private @Nullable Double file;

    @Option(
            names = "--quality",
            paramLabel = "Q",
            description = "least accuracy (a share of 1) or R², or highest perplexity")
    private @Nullable Double quality;

    /** @throws InvalidInput if a limit is none */
    Limits limits() {
        return new Limits(
                milliseconds == null
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(1e6 * positive("--max-ms", milliseconds)),
                bytes("--max-peak-kb", peak),
                bytes("--max-file-kb", file),
                quality == null ? OptionalDouble.empty() : OptionalDouble.of(finite("--quality", quality)));
    }

    private static OptionalLong bytes(String option, @Nullable Double thousands) {
        return thousands == null
                ? OptionalLong.empty()
                : OptionalLong.of((long) Math.min(Long.MAX_VALUE, 1_000 * positive(option, thousands)));
    }

    private static double positive(String option, double value) {
        if (!(finite(option, value) > 0)) {
            throw new InvalidInput("a limit must be above 0", option + " " + value, "");
        }
        return value;
    }

    private static double finite(String option, double value) {
        if (!Double.isFinite(value)) {
            throw new InvalidInput("a limit must be a number", option + " " + value, "");
        }
        return value;
    }
}
