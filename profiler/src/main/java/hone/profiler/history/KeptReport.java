package hone.profiler.history;

import hone.engine.InvalidInput;
import hone.profiler.report.Arm;
import hone.profiler.report.JsonForm;
import hone.profiler.report.RunReport;
import hone.profiler.report.RunReportJson;
import hone.profiler.scenario.ScenarioJson;
import hone.profiler.scenario.ScenarioReport;
import hone.profiler.scenario.ScenarioResult;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A report of any kind that the history keeps. */
public sealed interface KeptReport {
    /** The kind of every {@link Run}. */
    String RUN = "run";

    /** Of a comparison in turns. */
    record Run(RunReport report) implements KeptReport {}

    /** Of one kind of use. */
    record Scenario(ScenarioReport report) implements KeptReport {}

    /** As it is written. */
    default String json() {
        return switch (this) {
            case Run(RunReport report) -> RunReportJson.FORM.text(report);
            case Scenario(ScenarioReport report) -> ScenarioJson.FORM.text(report);
        };
    }

    /**
     * @param where the text comes from, for the sentence of an error
     * @throws InvalidInput if it is no report of any kind
     */
    static KeptReport parse(String json, String where) {
        JsonNode tree = JsonForm.tree(json, "report", where);
        return tree.path("result").path("scenario").isString()
                ? new Scenario(ScenarioJson.FORM.parse(tree, where))
                : new Run(RunReportJson.FORM.parse(tree, where));
    }

    /** @throws InvalidInput if the file cannot be read, or is no report of any kind */
    static KeptReport read(Path file) {
        return parse(JsonForm.textOf(file, "report"), file.toString());
    }

    /**
     * The comparison in turns that it is.
     *
     * @param name what to call it in the sentence of an error
     * @throws InvalidInput if it is of another kind
     */
    default RunReport run(String name) {
        return switch (this) {
            case Run(RunReport report) -> report;
            case Scenario(ScenarioReport report) ->
                throw new InvalidInput(
                        "this needs a report of hone run",
                        name,
                        "it is of the scenario " + report.result().kind().id());
        };
    }

    /** What a list shows of it. */
    default HistoryEntry entry(String id, List<String> tags, String note) {
        return switch (this) {
            case Run(RunReport report) -> entry(report, id, tags, note);
            case Scenario(ScenarioReport report) -> entry(report, id, tags, note);
        };
    }

    private static HistoryEntry entry(RunReport report, String id, List<String> tags, String note) {
        Arm candidate = report.candidate();
        return new HistoryEntry(
                id,
                RUN,
                report.created(),
                report.model(),
                report.checkpoint(),
                report.data(),
                report.recipe(),
                report.baseline().recipe(),
                report.batch(),
                report.product(),
                report.machine().cpu(),
                report.machine().profileHash(),
                report.verdict().text(),
                report.speedup().median(),
                report.speedup().low(),
                report.speedup().high(),
                candidate.latency().median(),
                candidate.quality().metric(),
                candidate.quality().value(),
                candidate.bytes().file(),
                candidate.bytes().peak(),
                report.certified() != null && report.certified().valid(),
                tags,
                note);
    }

    private static HistoryEntry entry(ScenarioReport report, String id, List<String> tags, String note) {
        ScenarioResult result = report.result();
        return new HistoryEntry(
                id,
                result.kind().id(),
                report.created(),
                report.model(),
                report.checkpoint(),
                report.data(),
                report.recipe(),
                result.baseline().recipe(),
                report.batch(),
                report.product(),
                report.machine().cpu(),
                report.machine().profileHash(),
                result.gain().verdict().text(),
                result.gain().median(),
                result.gain().low(),
                result.gain().high(),
                result.candidate().typicalNanos(),
                "",
                0,
                0,
                0,
                false,
                tags,
                note);
    }
}
