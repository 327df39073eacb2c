package hone.profiler.report;

import hone.engine.InvalidInput;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The JSON form of a run report. Names are those of the records, except {@code latencyNanos} for an arm's latency; the
 * candidate's op rows also stand at the top level as {@code ops}, and each arm also says its {@code accuracy}.
 */
public final class RunReportJson {
    private static final List<String> NEEDED = List.of(
            "product",
            "created",
            "model",
            "checkpoint",
            "data",
            "recipe",
            "machine",
            "machine/cpu",
            "machine/os",
            "machine/jdk",
            "machine/profileHash",
            "noise",
            "noise/governor",
            "noise/warnings",
            "baseline",
            "candidate",
            "speedup",
            "verdict",
            "sentence",
            "qualityChange",
            "notes");

    /** What each of a report's two sides has. */
    private static final List<String> NEEDED_OF_ARMS = List.of(
            "recipe",
            "latencyNanos",
            "latencyNanos/samples",
            "latencyNanos/blocks",
            "latencyNanos/marked",
            "quality",
            "quality/metric",
            "bytes",
            "memory",
            "memory/parts",
            "ops");

    /** The same with all that reads and writes it. */
    public static final JsonForm<RunReport> FORM =
            new JsonForm<>(RunReport.class, "run report", 1, RunReport.SCHEMA_VERSION, needed());

    private RunReportJson() {}

    private static List<String> needed() {
        return Stream.of(
                        NEEDED.stream(),
                        NEEDED_OF_ARMS.stream().map(part -> "baseline/" + part),
                        NEEDED_OF_ARMS.stream().map(part -> "candidate/" + part))
                .flatMap(parts -> parts)
                .toList();
    }

    public static String text(RunReport report) {
        return FORM.text(report);
    }

    /**
     * @param where the text comes from, for the sentence of an error
     * @throws InvalidInput if it is not a report, or one of a later version than this program knows
     */
    public static RunReport parse(String text, String where) {
        return FORM.parse(text, where);
    }

    /** @throws InvalidInput if the file cannot be written; an older one then stays as it was */
    public static void write(RunReport report, Path file) {
        FORM.write(report, file);
    }

    /** @throws InvalidInput if the file cannot be read or is not a report */
    public static RunReport read(Path file) {
        return FORM.read(file);
    }
}
