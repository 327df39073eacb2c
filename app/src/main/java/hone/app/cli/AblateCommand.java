package hone.app.cli;

import hone.app.Services;
import hone.engine.Cancellation;
import hone.engine.run.PlanRequest;
import hone.engine.technique.Recipe;
import hone.profiler.explore.Ablation;
import hone.profiler.explore.Effect;
import hone.profiler.explore.Exploration;
import hone.profiler.explore.Limits;
import hone.profiler.report.Units;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which technique of a recipe does what, and which need each other. */
@Command(
        name = "ablate",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Measure all 2^k combinations of a recipe's k techniques, and say what each does and what they do together.",
            "Each is a trial of its own against the plain baseline, in random order; effects are corrected for their number.",
            "Ctrl-C, or the end of the time, keeps what was measured."
        })
final class AblateCommand implements Callable<Integer> {
    @Mixin
    private final ModelOptions model = new ModelOptions();

    @Option(
            names = "--enable",
            paramLabel = "RECIPE",
            required = true,
            description = "the techniques to take apart, at most " + Ablation.MOST_STEPS + "")
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

    @Option(names = "--json", paramLabel = "FILE", description = "also write the cells and effects as JSON")
    private @Nullable String json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Recipe parsed = Recipe.parse(recipe);
        OptionalInt wanted = batch == null ? OptionalInt.empty() : OptionalInt.of(batch);
        wanted.ifPresent(PlanRequest::baseline);
        new Ablation(parsed, 1);
        explorer.check();
        Limits kept = limits.limits();
        OutputFile.check("--json", json);
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        TerminalProgress progress = new TerminalProgress(err);
        Cancellation stop = Interruption.stop();
        try (Services services = Services.open()) {
            ReadyTrials ready = ReadyTrials.open(services, model, parsed, wanted, progress, err, stop);
            Ablation ablation = new Ablation(parsed, ready.batch());
            Exploration.Result result = explorer.run(ready, ablation.points(), progress, out, stop);
            List<Effect> effects = ablation.effects(result.cells());
            Explorer.print(result, kept, out);
            print(effects, out);
            if (json != null) {
                Map<String, Object> values = Explorer.values(ready, result, kept);
                values.put(
                        "techniques",
                        parsed.steps().stream().map(Object::toString).toList());
                values.put("effects", effects);
                values.put("correction", "Holm, over " + effects.size() + " effects");
                JsonOutput.write(json, values);
            }
            return result.ending() == Exploration.Ending.STOPPED ? STOPPED : 0;
        }
    }

    private static final int STOPPED = 130;

    private static void print(List<Effect> effects, PrintWriter out) {
        if (effects.isEmpty()) {
            out.println("Too little was measured to say what any technique does by itself.");
            out.flush();
            return;
        }
        out.printf(
                "%nWhat each does, and what they do together beyond that (corrected for %d effects by Holm's method)%n",
                effects.size());
        for (Effect effect : effects) {
            out.printf(
                    Locale.ROOT,
                    "  %-8s %-22s %-28s %s%n",
                    Units.times(effect.factor()),
                    Units.times(effect.low()) + " – " + Units.times(effect.high()),
                    effect.significant()
                            ? "beyond noise, p " + p(effect.adjusted())
                            : "within noise, p " + p(effect.adjusted()),
                    String.join(" with ", effect.techniques())
                            + (effect.techniques().size() > 1 ? " (interaction)" : ""));
        }
        out.flush();
    }

    private static String p(double p) {
        return p < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", p);
    }
}
