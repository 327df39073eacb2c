package hone.app.cli;

import hone.engine.technique.Recipe;
import hone.profiler.explore.Ablation;
import hone.profiler.explore.Effect;
import hone.profiler.report.Units;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
    private final Explorer explorer = new Explorer();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Recipe recipe = explorer.recipe();
        return explorer.explore(
                spec.commandLine().getOut(),
                spec.commandLine().getErr(),
                batch -> new Ablation(recipe, batch).points(),
                (cells, batch, values) -> {
                    List<Effect> effects = new Ablation(recipe, batch).effects(cells);
                    print(effects, spec.commandLine().getOut());
                    values.put(
                            "techniques",
                            recipe.steps().stream().map(Object::toString).toList());
                    values.put("effects", effects);
                    values.put("correction", "Holm, over " + effects.size() + " effects");
                });
    }

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
