package hone.app.cli;

import hone.engine.technique.Recipe;
import hone.profiler.explore.Cell;
import hone.profiler.explore.Exploration;
import hone.profiler.explore.Limits;
import hone.profiler.explore.Pareto;
import hone.profiler.explore.Point;
import hone.profiler.report.Units;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was explored, for people and for programs. */
final class ExplorationOutput {
    private final ReadyTrials ready;
    private final Exploration.Result result;
    private final Limits limits;
    private final List<Cell> front;

    ExplorationOutput(ReadyTrials ready, Exploration.Result result, Limits limits) {
        this.ready = ready;
        this.result = result;
        this.limits = limits;
        this.front = Pareto.front(result.cells().values(), limits);
    }

    /** The points as a table, those of the front marked, and how it ended. */
    void print(PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%n  %-8s %-22s %-12s %-10s %-10s %-18s %s%n",
                "speedup",
                "95 % interval",
                "a sample",
                "peak",
                "file",
                "quality",
                "setting");
        for (Cell cell : result.cells().values()) {
            List<String> broken = limits.broken(cell);
            out.printf(
                    Locale.ROOT,
                    "%s %-8s %-22s %-12s %-10s %-10s %-18s %s%s%n",
                    front.contains(cell) ? "*" : " ",
                    Units.times(cell.speedup().median()),
                    Units.times(cell.speedup().low()) + " – "
                            + Units.times(cell.speedup().high()),
                    Units.time(cell.nanosPerSample()),
                    Units.bytes(cell.peakBytes()),
                    Units.bytes(cell.fileBytes()),
                    cell.quality().metric() + " "
                            + (cell.quality().isShare()
                                    ? Units.percent(cell.quality().value())
                                    : String.format(
                                            Locale.ROOT, "%.4f", cell.quality().value())),
                    new Point(Recipe.parse(cell.recipe()), cell.batch()).text(),
                    broken.isEmpty() ? "" : " [" + String.join("; ", broken) + "]");
        }
        result.refused().forEach((point, reason) -> out.println("  not measured: " + point.text() + ": " + reason));
        out.println(
                front.isEmpty()
                        ? "No setting keeps the limits."
                        : "* no other setting is better in latency, memory, file and quality at once"
                                + (limits.equals(Limits.NONE) ? "." : ", of those that keep the limits."));
        out.println(
                switch (result.ending()) {
                    case COMPLETE -> "All " + result.points() + " settings were measured or refused.";
                    case OUT_OF_TIME -> measured() + " when the time was up; --seconds gives it more.";
                    case STOPPED -> measured() + " when it was stopped.";
                });
        out.flush();
    }

    private String measured() {
        return (result.cells().size() + result.refused().size()) + " of " + result.points() + " settings were measured";
    }

    /** For programs. */
    Map<String, Object> values() {
        List<Map<String, Object>> cells = new ArrayList<>();
        for (Cell cell : result.cells().values()) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("recipe", cell.recipe());
            values.put("batch", cell.batch());
            values.put("speedup", cell.speedup());
            values.put("verdict", cell.verdict());
            values.put("nanos", cell.nanos());
            values.put("low", cell.low());
            values.put("high", cell.high());
            values.put("nanosPerSample", cell.nanosPerSample());
            values.put("samplesPerSecond", cell.samplesPerSecond());
            values.put("peakBytes", cell.peakBytes());
            values.put("fileBytes", cell.fileBytes());
            values.put("quality", cell.quality());
            values.put("brokenLimits", limits.broken(cell));
            values.put("onFront", front.contains(cell));
            cells.add(values);
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("model", ready.experiment().architecture().id());
        values.put("data", ready.experiment().data().text());
        values.put("complete", result.ending() == Exploration.Ending.COMPLETE);
        values.put("ending", result.ending().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        values.put("points", result.points());
        values.put("cells", cells);
        List<Map<String, Object>> refused = new ArrayList<>();
        result.refused()
                .forEach((point, reason) -> refused.add(
                        Map.of("recipe", point.recipe().toString(), "batch", point.batch(), "reason", reason)));
        values.put("refused", refused);
        values.put("front", front.stream().map(ExplorationOutput::named).toList());
        result.fastest().ifPresent(cell -> values.put("best", named(cell)));
        return values;
    }

    private static Map<String, Object> named(Cell cell) {
        return Map.of("recipe", cell.recipe(), "batch", cell.batch());
    }
}
