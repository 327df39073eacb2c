package hone.app.cli;

import hone.engine.format.AtomicFile;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes what a program would read: indented JSON, in whole files. */
final class JsonOutput {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private JsonOutput() {}

    /** The same as a text that ends its last line. */
    static String text(Map<String, ?> values) {
        return MAPPER.writeValueAsString(values) + "\n";
    }

    /** @throws hone.engine.InvalidInput if the file cannot be written */
    static void write(String file, Map<String, ?> values) {
        AtomicFile.writeText(ModelOptions.path("--json", file), text(values));
    }
}
