package hone.profiler.scenario;

import hone.profiler.report.Machine;
import hone.profiler.report.Noise;
import java.util.List;

/**
 * The whole result of one scenario.
 *
 * @param schemaVersion of this JSON form
 * @param product name and version of the program
 * @param created when, ISO-8601 in UTC
 * @param model id of the model
 * @param checkpoint short hash of the model's graph and weights before any technique
 * @param data id of the data set
 * @param recipe canonical text of what was switched on
 * @param batch samples of a query; in the offline scenario each side has its own
 * @param seed of everything random
 * @param machine where it ran
 * @param noise how quiet the machine was
 * @param result what was found
 * @param sentence what it came to
 * @param notes what one has to know beside
 */
public record ScenarioReport(
        int schemaVersion,
        String product,
        String created,
        String model,
        String checkpoint,
        String data,
        String recipe,
        int batch,
        long seed,
        Machine machine,
        Noise noise,
        ScenarioResult result,
        String sentence,
        List<String> notes) {
    /** The version this code writes. */
    public static final int SCHEMA_VERSION = 2;

    public ScenarioReport {
        notes = List.copyOf(notes);
    }
}
