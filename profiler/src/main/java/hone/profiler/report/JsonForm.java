package hone.profiler.report;

import hone.engine.InvalidInput;
import hone.engine.IoReason;
import hone.engine.format.AtomicFile;
import hone.engine.format.BoundedTree;
import hone.engine.format.JsonReason;
import java.io.IOException;
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
 * A kind of report as JSON: records as they are, with a {@code schemaVersion}. What is read may come from a stranger: its size is
 * bounded, and what it lacks is named.
 *
 * @param <T> the record
 */
public final class JsonForm<T> {
    private static final long MOST_BYTES = 64L << 20;

    /** What a report of a few hundred layers takes as a tree, several times over. */
    private static final long MOST_TREE_BYTES = 8L << 20;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private final Class<T> type;
    private final String what;
    private final int first;
    private final int latest;
    private final List<String> needed;

    /**
     * @param what it is, as it stands in a sentence: "run report"
     * @param first version that this program reads
     * @param latest that it reads, which is what it writes
     * @param needed parts that each has, as paths such as {@code machine/cpu}; others are numbers, which are 0 where they are
     *     left out, or may be null
     */
    public JsonForm(Class<T> type, String what, int first, int latest, List<String> needed) {
        this.type = type;
        this.what = what;
        this.first = first;
        this.latest = latest;
        this.needed = List.copyOf(needed);
    }

    public String text(T report) {
        return MAPPER.writeValueAsString(report) + "\n";
    }

    /** @throws InvalidInput if the file cannot be written; an older one then stays as it was */
    public void write(T report, Path file) {
        AtomicFile.writeText(file, text(report));
    }

    /** @throws InvalidInput if the file cannot be read or is not such a report */
    public T read(Path file) {
        return parse(textOf(file, what), file.toString());
    }

    /**
     * @param where the text comes from, for the sentence of an error
     * @throws InvalidInput if it is not such a report, or one of a later version than this program knows
     */
    public T parse(String text, String where) {
        return parse(tree(text, what, where), where);
    }

    /**
     * A report that was read as a tree.
     *
     * @param where the text comes from, for the sentence of an error
     * @throws InvalidInput if it is not such a report, or one of a later version than this program knows
     */
    public T parse(JsonNode tree, String where) {
        JsonNode found = tree.path("schemaVersion");
        if (!found.isInt()) {
            throw new InvalidInput("this is not a " + what, where, "it has no schemaVersion");
        }
        if (found.intValue() < first || found.intValue() > latest) {
            throw new InvalidInput(
                    "cannot read the " + what,
                    where,
                    "it has version " + found.intValue() + ", and this program knows versions "
                            + (first == 1 ? "up to " : first + " to ") + latest,
                    "use the program that wrote it" + (found.intValue() > latest ? ", or a later one" : ""));
        }
        for (String part : needed) {
            JsonNode node = tree.at("/" + part);
            if (node.isMissingNode() || node.isNull()) {
                throw new InvalidInput("this is not a " + what, where, "it has no " + part);
            }
        }
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JacksonException e) {
            throw new InvalidInput("cannot read the " + what, where, reason(e));
        }
    }

    /**
     * One JSON value with nothing behind it, of a bounded size.
     *
     * @param what it should be, as it stands in a sentence
     * @param where it comes from
     * @throws InvalidInput if it is none
     */
    public static JsonNode tree(String text, String what, String where) {
        try (JsonParser json = MAPPER.createParser(text)) {
            if (json.nextToken() == null) {
                return MAPPER.missingNode();
            }
            JsonNode tree = new BoundedTree(
                            MOST_TREE_BYTES + text.length(),
                            most -> new InvalidInput(
                                    "this is not a " + what,
                                    where,
                                    "it describes more than the " + most + " bytes it may take"))
                    .value(json);
            if (json.nextToken() != null) {
                throw new InvalidInput("this is not a " + what, where, "something follows its end");
            }
            return tree;
        } catch (JacksonException e) {
            throw new InvalidInput("cannot read the " + what, where, reason(e));
        }
    }

    /**
     * The text of a file that may be a report.
     *
     * @param what it should be, as it stands in a sentence
     * @throws InvalidInput if it cannot be read, or is larger than any report
     */
    public static String textOf(Path file, String what) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new InvalidInput(
                        "cannot read the " + what,
                        file.toString(),
                        "it has " + Files.size(file) + " bytes, and no report has more than " + MOST_BYTES);
            }
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new InvalidInput("cannot read the " + what, file.toString(), "there is no such file");
        } catch (IOException e) {
            throw new InvalidInput("cannot read the " + what, file.toString(), IoReason.of(e));
        }
    }

    private static String reason(JacksonException e) {
        String place =
                e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
        return JsonReason.of(e) + place;
    }
}
