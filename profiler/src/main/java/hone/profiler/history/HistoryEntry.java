package hone.profiler.history;

import java.util.List;

/**
 * A report of the history without its samples: what a list shows.
 *
 * @param id hash of the report's content, 64 hexadecimal digits; the first eight name it
 * @param kind {@link KeptReport#RUN}, or the scenario: "single", "offline", "server"
 * @param created when it was measured, ISO-8601 in UTC
 * @param model id of the model
 * @param checkpoint short hash of the model before any technique
 * @param data id of the data set
 * @param recipe of the candidate
 * @param baseline recipe of the other side; empty for the plain baseline
 * @param batch samples per inference
 * @param product name and version of the program that measured
 * @param cpu of the machine
 * @param profile hash of the machine profile that planned
 * @param verdict on latency: "faster"
 * @param speedup baseline over candidate, in time; in the offline scenario the ratio of samples a second
 * @param low lower end of its 95 % interval
 * @param high upper end
 * @param latencyNanos the candidate's median; in the offline scenario its time for a sample
 * @param metric of the quality; empty for a scenario, which judges none
 * @param quality of the candidate; 0 for a scenario
 * @param fileBytes of the candidate's artefact; 0 for a scenario
 * @param peakBytes of the candidate's plan; 0 for a scenario
 * @param certified whether a comparison in processes of their own is in it, and valid
 * @param tags in alphabetical order
 * @param note of a person; empty where there is none
 */
public record HistoryEntry(
        String id,
        String kind,
        String created,
        String model,
        String checkpoint,
        String data,
        String recipe,
        String baseline,
        int batch,
        String product,
        String cpu,
        String profile,
        String verdict,
        double speedup,
        double low,
        double high,
        double latencyNanos,
        String metric,
        double quality,
        long fileBytes,
        long peakBytes,
        boolean certified,
        List<String> tags,
        String note) {
    private static final int SHORT = 8;

    public HistoryEntry {
        tags = List.copyOf(tags);
    }

    /** Whether it is of a comparison in turns, rather than of a scenario. */
    public boolean ofRun() {
        return kind.equals(KeptReport.RUN);
    }

    /** What people call it by: the first eight digits of its hash. */
    public String shortId() {
        return shortId(id);
    }

    /** The first digits of an id, which name its report. */
    public static String shortId(String id) {
        return id.substring(0, Math.min(SHORT, id.length()));
    }
}
