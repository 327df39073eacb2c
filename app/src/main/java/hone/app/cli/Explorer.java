package hone.app.cli;

import hone.app.Services;
import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.run.PlanRequest;
import hone.engine.technique.Recipe;
import hone.profiler.explore.Cell;
import hone.profiler.explore.Exploration;
import hone.profiler.explore.Limits;
import hone.profiler.explore.Point;
import hone.profiler.report.RunReport;
import hone.profiler.report.Units;
import hone.profiler.trial.LiveBlocks;
import hone.profiler.trial.Trial;
import hone.profiler.trial.TrialBudget;
import hone.profiler.trial.TrialListener;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures many points in the terminal: what {@code ablate} and {@code sweep} share. */
final class Explorer {
    private static final int STOPPED = 130;
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

    @Mixin
    private final CandidateOptions candidate = new CandidateOptions();

    @Mixin
    private final LimitOptions limits = new LimitOptions();

    @Option(names = "--json", paramLabel = "FILE", description = "also write all that was found as JSON")
    private @Nullable String json;

    @Option(names = "--no-history", description = "do not keep the reports in the history (see hone history)")
    private boolean unkept;

    /** Says more of what was measured than the cells do, and adds it to what programs read. */
    @FunctionalInterface
    interface Further {
        void say(SequencedMap<Point, Cell> cells, int batch, Map<String, Object> values);
    }

    /**
     * The recipe that is explored.
     *
     * @throws InvalidInput if there is none of that text
     */
    Recipe recipe() {
        return candidate.recipe();
    }

    /**
     * Refuses what can be refused, measures, prints, and writes.
     *
     * @param points for so many samples a run; they are asked for before anything is loaded, so that they can refuse
     * @return the exit code
     */
    int explore(PrintWriter out, PrintWriter err, IntFunction<List<Point>> points, Further further) {
        candidate.check();
        points.apply(1).forEach(point -> PlanRequest.baseline(point.batch()));
        if (!(seconds > 0 && seconds <= 1e6)) {
            throw new InvalidInput("the seconds must be above 0, and at most a million", "--seconds " + seconds, "");
        }
        Limits kept = limits.limits();
        OutputFile.check("--json", json);
        TerminalProgress progress = new TerminalProgress(err);
        Cancellation stop = Interruption.stop();
        try (Services services = Services.open()) {
            CandidateOptions.Ready ready = candidate.open(services, progress, err, stop);
            Exploration.Result result = run(services, ready, points.apply(ready.batch()), progress, out, err, stop);
            var output = new ExplorationOutput(ready.opened(), result, kept);
            output.print(out);
            Map<String, Object> values = output.values();
            further.say(result.cells(), ready.batch(), values);
            if (json != null) {
                JsonOutput.write(json, values);
            }
            return result.ending() == Exploration.Ending.STOPPED ? STOPPED : 0;
        }
    }

    /** Measures the points, one line for each as it is done. Ctrl-C ends it with what was measured. */
    private Exploration.Result run(
            Services services,
            CandidateOptions.Ready ready,
            List<Point> points,
            TerminalProgress progress,
            PrintWriter out,
            PrintWriter err,
            Cancellation stop) {
        TrialBudget budget = quick ? TrialBudget.QUICK : TrialBudget.NORMAL;
        Exploration exploration = new Exploration(
                point -> {
                    RunReport report = ready.trials()
                            .run(
                                    ready.opened()
                                            .request(
                                                    point.recipe(),
                                                    Recipe.NONE,
                                                    point.batch(),
                                                    candidate.seed(),
                                                    budget),
                                    TrialListener.NONE,
                                    new LiveBlocks(Trial.mostBlocks()),
                                    stop);
                    if (!unkept) {
                        services.keep(report, note -> err.println("hone: " + note));
                    }
                    return report;
                },
                candidate.seed(),
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
}
