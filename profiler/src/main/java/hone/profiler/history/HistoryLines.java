package hone.profiler.history;

import hone.engine.InvalidInput;
import hone.engine.IoReason;
import hone.engine.format.AtomicFile;
import hone.engine.format.BoundedTree;
import hone.engine.format.JsonReason;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A history as a file that travels: JSON lines, of which the first says what the file is, and each other holds one report
 * with its tags and its note. A file that is one report is taken as well.
 */
final class HistoryLines {
    private static final String FORMAT = "hone-history";
    /** The latest that is read. Version 1 knew runs only, and whatever holds nothing else is still written as such. */
    private static final int VERSION = 2;

    private static final int RUNS_ONLY = 1;
    private static final long MOST_BYTES = 512L << 20;
    private static final int MOST_TAGS = 100;

    /** Of one line's tree beside its text: what a report may take, and as much again. */
    private static final long MOST_TREE_BYTES = 16L << 20;

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private HistoryLines() {}

    /** @throws InvalidInput if the file cannot be written; an older one then stays as it was */
    static void write(Path out, List<HistoryEntry> entries, Function<HistoryEntry, StoredReport> find) {
        AtomicFile.write(out, channel -> {
            ObjectNode first = MAPPER.createObjectNode();
            first.put("format", FORMAT)
                    .put("version", entries.stream().allMatch(HistoryEntry::ofRun) ? RUNS_ONLY : VERSION)
                    .put("reports", entries.size());
            line(channel, first);
            for (HistoryEntry entry : entries) {
                StoredReport stored = find.apply(entry);
                ObjectNode values = MAPPER.createObjectNode();
                values.put("id", stored.id());
                ArrayNode tags = values.putArray("tags");
                stored.tags().forEach(tags::add);
                values.put("note", stored.note());
                values.set("report", MAPPER.readTree(stored.json()));
                line(channel, values);
            }
        });
    }

    private static void line(FileChannel channel, JsonNode values) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((MAPPER.writeValueAsString(values) + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** @throws InvalidInput if the file cannot be read or anything in it is bad */
    static List<StoredReport> read(Path in) {
        try {
            long bytes = Files.size(in);
            if (bytes > MOST_BYTES) {
                throw new InvalidInput(
                        "cannot import the reports",
                        in.toString(),
                        "it has " + bytes + " bytes, and " + MOST_BYTES + " can be imported at once",
                        "export fewer reports into a file");
            }
            try (BufferedReader lines = Files.newBufferedReader(in, StandardCharsets.UTF_8)) {
                String first = lines.readLine();
                return first != null && isHeading(first, in) ? reports(lines, in) : List.of(single(in));
            }
        } catch (NoSuchFileException e) {
            throw new InvalidInput("cannot import the reports", in.toString(), "there is no such file");
        } catch (CharacterCodingException e) {
            throw new InvalidInput("cannot import the reports", in.toString(), "it is not UTF-8");
        } catch (IOException e) {
            throw new InvalidInput("cannot import the reports", in.toString(), IoReason.of(e));
        }
    }

    private static StoredReport single(Path in) {
        return StoredReport.of(KeptReport.read(in));
    }

    private static boolean isHeading(String line, Path in) {
        if (line.length() > 1_000 || !line.contains("\"" + FORMAT + "\"")) {
            return false;
        }
        JsonNode heading = tree(line, in + ", line 1");
        if (!heading.path("format").asString("").equals(FORMAT)) {
            return false;
        }
        int version = heading.path("version").asInt(0);
        if (version < 1 || version > VERSION) {
            throw new InvalidInput(
                    "cannot import the reports",
                    in.toString(),
                    "the file has version " + version + ", and this program knows versions up to " + VERSION,
                    "use the program that wrote it, or a later one");
        }
        return true;
    }

    private static List<StoredReport> reports(BufferedReader lines, Path in) throws IOException {
        List<StoredReport> reports = new ArrayList<>();
        int number = 2;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.isBlank()) {
                reports.add(report(line, in + ", line " + number));
            }
            number++;
        }
        return reports;
    }

    private static StoredReport report(String line, String where) {
        JsonNode values = tree(line, where);
        JsonNode report = values.path("report");
        if (!report.isObject()) {
            throw new InvalidInput("cannot import the reports", where, "it has no report");
        }
        JsonNode tags = values.path("tags");
        List<String> words = new ArrayList<>();
        if (tags.size() > MOST_TAGS) {
            throw new InvalidInput("cannot import the reports", where, "it has " + tags.size() + " tags");
        }
        tags.forEach(tag -> words.add(tag.asString("")));
        words.forEach(Label::requireTag);
        String note = values.path("note").asString("");
        Label.requireNote(note);
        return StoredReport.of(MAPPER.writeValueAsString(report), words, note, where);
    }

    private static JsonNode tree(String line, String where) {
        try (JsonParser json = MAPPER.createParser(line)) {
            if (json.nextToken() == null) {
                return MAPPER.missingNode();
            }
            JsonNode tree = new BoundedTree(
                            MOST_TREE_BYTES + line.length(),
                            most -> new InvalidInput(
                                    "cannot import the reports",
                                    where,
                                    "it describes more than the " + most + " bytes it may take"))
                    .value(json);
            if (json.nextToken() != null) {
                throw new InvalidInput("cannot import the reports", where, "something follows the line's value");
            }
            return tree;
        } catch (JacksonException e) {
            throw new InvalidInput("cannot import the reports", where, JsonReason.of(e));
        }
    }
}
