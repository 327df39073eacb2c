package hone.profiler.export;

import hone.profiler.scenario.Percentiles;
import hone.profiler.scenario.ScenarioReport;
import hone.profiler.scenario.ScenarioResult;
import java.util.List;

/**
 * Everything that a scenario has counted, as CSV. Of queries: how many took how long, to a thousandth. Of the offline scenario:
 * each pass.
 */
public final class ScenarioCsv {
    private ScenarioCsv() {}

    public static String of(ScenarioReport report) {
        CsvText csv = new CsvText().row("side", "recipe", "what", "nanoseconds", "count");
        switch (report.result()) {
            case ScenarioResult.Single single -> {
                values(
                        csv,
                        "baseline",
                        single.baseline(),
                        "latency",
                        single.baseline().latency());
                values(
                        csv,
                        "candidate",
                        single.candidate(),
                        "latency",
                        single.candidate().latency());
            }
            case ScenarioResult.Offline offline -> {
                passes(csv, "baseline", offline.baseline());
                passes(csv, "candidate", offline.candidate());
            }
            case ScenarioResult.Server server -> {
                served(csv, "baseline", server.baseline());
                served(csv, "candidate", server.candidate());
            }
        }
        return csv.toString();
    }

    private static void served(CsvText csv, String side, ScenarioResult.ServerSide of) {
        values(csv, side, of, "latency", of.latency());
        values(csv, side, of, "service", of.service());
        values(csv, side, of, "lag", of.lag());
    }

    private static void values(
            CsvText csv, String side, ScenarioResult.ScenarioSide of, String what, Percentiles percentiles) {
        List<Percentiles.Bucket> values = percentiles.values();
        values.forEach(value -> csv.row(side, of.recipe(), what, value.upTo(), value.count()));
    }

    private static void passes(CsvText csv, String side, ScenarioResult.OfflineSide of) {
        of.passNanos().forEach(nanos -> csv.row(side, of.recipe(), "pass", nanos, 1));
    }
}
