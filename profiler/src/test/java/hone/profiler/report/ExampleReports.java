package hone.profiler.report;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The example with other values in some places. */
public final class ExampleReports {
    private ExampleReports() {}

    /** One of many that differ in seed and second. */
    public static RunReport numbered(int number) {
        String created =
                String.format(java.util.Locale.ROOT, "2026-01-02T%02d:%02d:05Z", number / 60 % 24, number % 60);
        return with("/seed", String.valueOf(number), "/created", '"' + created + '"');
    }

    /** The example with JSON values at the places that pointers name, by turns. */
    public static RunReport with(String... placesAndValues) {
        return of(ExampleReport.report(), placesAndValues);
    }

    /** A report with JSON values at the places that pointers name, by turns. */
    public static RunReport of(RunReport report, String... placesAndValues) {
        JsonNode tree = JsonMapper.shared().readTree(RunReportJson.text(report));
        for (int i = 0; i < placesAndValues.length; i += 2) {
            int slash = placesAndValues[i].lastIndexOf('/');
            ObjectNode parent = (ObjectNode) tree.at(placesAndValues[i].substring(0, slash));
            parent.set(
                    placesAndValues[i].substring(slash + 1), JsonMapper.shared().readTree(placesAndValues[i + 1]));
        }
        return RunReportJson.parse(tree.toString(), "example");
    }
}
