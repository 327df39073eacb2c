package hone.app.cli;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.technique.Recipe;
import hone.profiler.explore.Cell;
import hone.profiler.explore.Exploration;
import hone.profiler.explore.Limits;
import hone.profiler.explore.Pareto;
import hone.profiler.explore.Point;
import hone.profiler.report.Units;
import hone.profiler.trial.LiveBlocks;
import hone.profiler.trial.Trial;
import hone.profiler.trial.TrialBudget;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;

/** Measures many points in the terminal: what {@code ablate} and {@code sweep} share. */
final class Explorer {
    private static final long SECOND = 1_000_000_000L;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "600",
            description =
                    "begin no other trial after so many seconds; what was measured stays (default: ${DEFAULT-VALUE})")
    private double seconds = 600;

    @Option(
            names = "--quick",
            description = "trials of two seconds instead of five: wider intervals, in less than half the time")
    private boolean quick;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "of the order and of everything random (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    long seed() {
        return seed;
    }

    /** @throws InvalidInput if the time is none */
    void check() {
        if (!(seconds > 0 && seconds <= 1e6)) {
            throw new InvalidInput("the seconds must be above 0, and at most a million", "--seconds " + seconds, "");
        }
    }

    /** Measures the points, one line for each as it is done. Ctrl-C ends it with what was measured. */
    Exploration.Result run(
            ReadyTrials ready, List<Point> points, TerminalProgress progress, PrintWriter out, Cancellation stop) {
        TrialBudget budget = quick ? TrialBudget.QUICK : TrialBudget.NORMAL;
        Exploration exploration = new Exploration(
                point -> ready.trials()
                        .run(
                                ready.request(point.recipe(), Recipe.NONE, point.batch(), seed, budget),
                                hone.profiler.trial.TrialListener.NONE,
                                new LiveBlocks(Trial.mostBlocks()),
                                stop),
                seed,
                (long) (seconds * SECOND));
        return exploration.run(
                points,
                new Exploration.Listener() {
                    private int number;

                    @Override
                    public void begins(Point point, int done, int all, long remainingNanos) {
                        number = done + 1;
                        progress.progress(
                                (double) done / all,
                                "measuring " + point.text(),
                                remainingNanos < 0
                                        ? all * (budget.warmUpNanos() + budget.measureNanos())
                                        : remainingNanos);
                    }

                    @Override
                    public void measured(Cell cell, boolean best) {
                        progress.end();
                        out.printf(
                                Locale.ROOT,
                                "%3d of %d  %-10s %s%s%n",
                                number,
                                points.size(),
                                Units.times(cell.speedup().median()),
                                new Point(Recipe.parse(cell.recipe()), cell.batch()).text(),
                                best ? "  (fastest a sample so far)" : "");
                        out.flush();
                    }
                },
                stop);
    }

    /** The points as a table, those of the front marked, and how it ended. */
    static void print(Exploration.Result result, Limits limits, PrintWriter out) {
        List<Cell> front = Pareto.front(result.cells().values(), limits);
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
                    case OUT_OF_TIME -> measured(result) + " when the time was up; --seconds gives it more.";
                    case STOPPED -> measured(result) + " when it was stopped.";
                });
        out.flush();
    }

    private static String measured(Exploration.Result result) {
        return (result.cells().size() + result.refused().size()) + " of " + result.points() + " settings were measured";
    }

    /** For programs. */
    static Map<String, Object> values(ReadyTrials ready, Exploration.Result result, Limits limits) {
        List<Cell> front = Pareto.front(result.cells().values(), limits);
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
        values.put("front", front.stream().map(Cell::recipe).toList());
        result.fastest().ifPresent(cell -> values.put("best", Map.of("recipe", cell.recipe(), "batch", cell.batch())));
        return values;
    }
}
