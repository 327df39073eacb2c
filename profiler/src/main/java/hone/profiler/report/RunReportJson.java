package hone.profiler.report;

import hone.engine.InvalidInput;
import hone.engine.IoReason;
import hone.engine.format.AtomicFile;
import hone.engine.format.BoundedTree;
import hone.engine.format.JsonReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON form of a run report. Names are those of the records, except {@code latencyNanos} for an arm's latency; the
 * candidate's op rows also stand at the top level as {@code ops}, and each arm also says its {@code accuracy}.
 */
public final class RunReportJson {
    private static final long MOST_BYTES = 64L << 20;

    /** What a report of a few hundred layers takes as a tree, several times over. */
    private static final long MOST_TREE_BYTES = 8L << 20;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    /** What every report has; other parts are numbers, which are 0 where they are left out. */
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

    private RunReportJson() {}

    public static String text(RunReport report) {
        return MAPPER.writeValueAsString(report) + "\n";
    }

    /**
     * @param where the text comes from, for the sentence of an error
     * @throws InvalidInput if it is not a report, or one of a later version than this program knows
     */
    public static RunReport parse(String text, String where) {
        try (JsonParser json = MAPPER.createParser(text)) {
            JsonNode tree = json.nextToken() == null
                    ? MAPPER.missingNode()
                    : bounded(text, where).value(json);
            if (json.nextToken() != null) {
                throw new InvalidInput("this is not a run report", where, "something follows its end");
            }
            JsonNode version = tree.path("schemaVersion");
            if (!version.isInt()) {
                throw new InvalidInput("this is not a run report", where, "it has no schemaVersion");
            }
            if (version.intValue() < 1 || version.intValue() > RunReport.SCHEMA_VERSION) {
                throw new InvalidInput(
                        "cannot read the run report",
                        where,
                        "it has version " + version.intValue() + ", and this program knows versions up to "
                                + RunReport.SCHEMA_VERSION,
                        "use the program that wrote it, or a later one");
            }
            require(tree, "", NEEDED, where);
            require(tree, "baseline/", NEEDED_OF_ARMS, where);
            require(tree, "candidate/", NEEDED_OF_ARMS, where);
            return MAPPER.treeToValue(tree, RunReport.class);
        } catch (JacksonException e) {
            throw new InvalidInput("cannot read the run report", where, firstLine(e));
        }
    }

    private static void require(JsonNode tree, String prefix, List<String> parts, String where) {
        for (String part : parts) {
            JsonNode found = tree.at("/" + prefix + part);
            if (found.isMissingNode() || found.isNull()) {
                throw new InvalidInput("this is not a run report", where, "it has no " + prefix + part);
            }
        }
    }

    /** @throws InvalidInput if the file cannot be written; an older one then stays as it was */
    public static void write(RunReport report, Path file) {
        ByteBuffer bytes = ByteBuffer.wrap(text(report).getBytes(StandardCharsets.UTF_8));
        AtomicFile.write(file, channel -> {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        });
    }

    /** @throws InvalidInput if the file cannot be read or is not a report */
    public static RunReport read(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new InvalidInput(
                        "cannot read the run report",
                        file.toString(),
                        "it has " + Files.size(file) + " bytes, and no report has more than " + MOST_BYTES);
            }
            return parse(Files.readString(file), file.toString());
        } catch (NoSuchFileException e) {
            throw new InvalidInput("cannot read the run report", file.toString(), "there is no such file");
        } catch (IOException e) {
            throw new InvalidInput("cannot read the run report", file.toString(), IoReason.of(e));
        }
    }

    private static BoundedTree bounded(String text, String where) {
        return new BoundedTree(
                MOST_TREE_BYTES + text.length(),
                most -> new InvalidInput(
                        "this is not a run report",
                        where,
                        "it describes more than the " + most + " bytes it may take"));
    }

    private static String firstLine(JacksonException e) {
        String place =
                e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
        return JsonReason.of(e) + place;
    }
}
