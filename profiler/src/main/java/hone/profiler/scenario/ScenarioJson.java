package hone.profiler.scenario;

import hone.engine.InvalidInput;
import hone.engine.format.JsonReason;
import hone.profiler.flight.TextFile;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The JSON form of a scenario's report; names are those of the records. */
public final class ScenarioJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private ScenarioJson() {}

    public static String text(ScenarioReport report) {
        return MAPPER.writeValueAsString(report) + "\n";
    }

    /**
     * What this program wrote, read again.
     *
     * @param where the text comes from, for the sentence of an error
     * @throws InvalidInput if it is not such a report
     */
    static ScenarioReport parse(String text, String where) {
        try {
            return MAPPER.readValue(text, ScenarioReport.class);
        } catch (JacksonException e) {
            throw new InvalidInput("this is not a scenario's report", where, JsonReason.of(e));
        }
    }

    /** @throws InvalidInput if the file cannot be written; an older one then stays as it was */
    public static void write(ScenarioReport report, Path file) {
        TextFile.write(file, text(report));
    }
}
