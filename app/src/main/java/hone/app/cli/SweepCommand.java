package hone.app.cli;

import hone.app.Services;
import hone.engine.Cancellation;
import hone.engine.run.PlanRequest;
import hone.engine.technique.Recipe;
import hone.profiler.explore.Exploration;
import hone.profiler.explore.Limits;
import hone.profiler.explore.Point;
import hone.profiler.explore.Sweep;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How far to turn a knob. */
@Command(
        name = "sweep",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Measure a recipe at every combination of values of some knobs and batches.",
            "Each is a trial of its own against the plain baseline, in random order.",
            "Ctrl-C, or the end of the time, keeps what was measured."
        })
final class SweepCommand implements Callable<Integer> {
    private static final int STOPPED = 130;

    @Option(
            names = "--vary",
            paramLabel = "KNOB=V,V",
            required = true,
            description =
                    "batch=1,8,64 or prune=0.5,0.9 or int8:activations=float32,int8; several times for combinations")
    private List<String> axes = List.of();

    @Mixin
    private final ModelOptions model = new ModelOptions();

    @Option(
            names = "--enable",
            paramLabel = "RECIPE",
            required = true,
            description = "the recipe whose knobs are turned")
    private String recipe = "";

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "samples per inference (default: 64, or 1 for a language model)")
    private @Nullable Integer batch;

    @Mixin
    private final Explorer explorer = new Explorer();

    @Mixin
    private final LimitOptions limits = new LimitOptions();

    @Option(names = "--json", paramLabel = "FILE", description = "also write the cells as JSON")
    private @Nullable String json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Recipe parsed = Recipe.parse(recipe);
        OptionalInt wanted = batch == null ? OptionalInt.empty() : OptionalInt.of(batch);
        wanted.ifPresent(PlanRequest::baseline);
        List<Sweep.Axis> varied = axes.stream().map(Sweep.Axis::parse).toList();
        Sweep.points(parsed, 1, varied).forEach(point -> PlanRequest.baseline(point.batch()));
        explorer.check();
        Limits kept = limits.limits();
        OutputFile.check("--json", json);
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        TerminalProgress progress = new TerminalProgress(err);
        Cancellation stop = Interruption.stop();
        try (Services services = Services.open()) {
            ReadyTrials ready = ReadyTrials.open(services, model, parsed, wanted, progress, err, stop);
            List<Point> points = Sweep.points(parsed, ready.batch(), varied);
            Exploration.Result result = explorer.run(ready, points, progress, out, stop);
            Explorer.print(result, kept, out);
            if (json != null) {
                Map<String, Object> values = Explorer.values(ready, result, kept);
                values.put("vary", axes);
                JsonOutput.write(json, values);
            }
            return result.ending() == Exploration.Ending.STOPPED ? STOPPED : 0;
        }
    }
}
