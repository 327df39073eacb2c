package hone.app.window.settings;

import java.io.IOException;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The settings as JSON. It is read field by field, each with a check: the file may come from a later version or
 * from an editor, and a strange number must not put the window where nobody finds it.
 */
final class SettingsJson {
    private static final double SMALLEST = 400;
    private static final double LARGEST = 20_000;

    private final ObjectMapper mapper = JsonMapper.builder().build();

    String write(StudioSettings settings) {
        ObjectNode root = mapper.createObjectNode();
        root.put("version", settings.version());
        root.put("theme", settings.theme());
        if (Double.isFinite(settings.x()) && Double.isFinite(settings.y())) {
            root.put("x", settings.x());
            root.put("y", settings.y());
        }
        root.put("width", settings.width());
        root.put("height", settings.height());
        root.put("maximized", settings.maximized());
        ArrayNode dividers = root.putArray("dividers");
        settings.dividers().forEach(position -> dividers.add(position.doubleValue()));
        root.put("recipe", settings.recipe());
        root.put("baseline", settings.baseline());
        root.put("batch", settings.batch());
        root.put("model", settings.model());
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }

    StudioSettings read(String text) throws IOException {
        JsonNode root;
        try {
            root = mapper.readTree(text);
        } catch (JacksonException e) {
            String place =
                    e.getLocation() == null ? "it" : "line " + e.getLocation().getLineNr();
            throw new IOException(place + " is not JSON", e);
        }
        if (!root.isObject()) {
            throw new IOException("it is not a JSON object");
        }
        int version = root.path("version").asInt(0);
        if (version != StudioSettings.VERSION) {
            throw new IOException("its version is " + version + ", this studio knows " + StudioSettings.VERSION);
        }
        StudioSettings first = StudioSettings.FIRST;
        return new StudioSettings(
                version,
                root.path("theme").asString(first.theme()),
                root.path("x").asDouble(Double.NaN),
                root.path("y").asDouble(Double.NaN),
                length(root, "width", first.width()),
                length(root, "height", first.height()),
                root.path("maximized").asBoolean(false),
                dividers(root.path("dividers")),
                root.path("recipe").asString(first.recipe()),
                root.path("baseline").asString(first.baseline()),
                Math.max(0, root.path("batch").asInt(0)),
                root.path("model").asString(first.model()));
    }

    private static double length(JsonNode root, String key, double standard) throws IOException {
        double value = root.path(key).asDouble(standard);
        if (!(value >= SMALLEST && value <= LARGEST)) {
            throw new IOException(key + " is " + value + ", outside " + SMALLEST + " to " + LARGEST);
        }
        return value;
    }

    private static List<Double> dividers(JsonNode node) {
        List<Double> positions = StreamSupport.stream(node.spliterator(), false)
                .map(each -> each.asDouble(Double.NaN))
                .toList();
        boolean sound = positions.stream().allMatch(position -> position >= 0 && position <= 1);
        return sound ? positions : List.of();
    }
}
