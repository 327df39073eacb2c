package hone.profiler.scenario;

import hone.profiler.report.JsonForm;
import java.util.List;

/** The JSON form of a scenario's report; names are those of the records. */
public final class ScenarioJson {
    /** All that reads and writes it. */
    public static final JsonForm<ScenarioReport> FORM = new JsonForm<>(
            ScenarioReport.class,
            "scenario's report",
            ScenarioReport.SCHEMA_VERSION,
            ScenarioReport.SCHEMA_VERSION,
            List.of(
                    "product",
                    "created",
                    "model",
                    "checkpoint",
                    "data",
                    "recipe",
                    "machine/cpu",
                    "machine/os",
                    "machine/jdk",
                    "machine/profileHash",
                    "noise/governor",
                    "noise/warnings",
                    "result/scenario",
                    "result/gain/verdict",
                    "result/baseline/recipe",
                    "result/candidate/recipe",
                    "sentence",
                    "notes"));

    private ScenarioJson() {}
}
