package hone.app.cli;

import hone.app.Experiment;
import hone.app.Services;
import hone.engine.Cancellation;
import hone.engine.model.Task;
import hone.engine.run.KernelCosts;
import hone.engine.train.Trainer;
import hone.profiler.stats.ExactInterval;
import hone.profiler.stats.Interval;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Judges a model's answers on held-out samples. */
@Command(
        name = "eval",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Say how many samples a model answers right, or how well a language model guesses a text.",
            "Data that comes divided is judged by its test part, undivided data as a whole, "
                    + "a text by its last twentieth, stories by some that took no part in training."
        })
final class EvalCommand implements Callable<Integer> {
    @Mixin
    private final ModelOptions model = new ModelOptions();

    @Option(names = "--json", paramLabel = "FILE", description = "also write the result as JSON")
    private @Nullable String json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        OutputFile.check("--json", json);
        Cancellation stop = Interruption.stop();
        TerminalProgress progress = new TerminalProgress(spec.commandLine().getErr());
        if (model.architecture().task() == Task.LANGUAGE) {
            return evalLanguage(stop);
        }
        try (Services services = Services.open()) {
            Experiment experiment = Experiment.load(
                    model.architecture(),
                    model.artefact(services.checkpoints()).setup().model(),
                    model.dataSpec(),
                    progress,
                    stop);
            double accuracy = new Trainer(services.planner(KernelCosts.typical()), services.pool(), services.budget())
                    .accuracy(experiment.model(), experiment.test(), stop);
            progress.end();
            int samples = experiment.test().count();
            int right = (int) Math.round(accuracy * samples);
            Interval interval = ExactInterval.share(right, samples);
            spec.commandLine()
                    .getOut()
                    .printf(
                            Locale.ROOT,
                            "%.2f %% of %,d samples right (95 %% interval %.2f to %.2f %%)%n",
                            100 * accuracy,
                            samples,
                            100 * interval.low(),
                            100 * interval.high());
            spec.commandLine().getOut().flush();
            if (json != null) {
                JsonOutput.write(json, values(experiment, accuracy, interval));
            }
        }
        return 0;
    }

    private int evalLanguage(Cancellation stop) {
        try (Services services = Services.open()) {
            LanguageEvaluation evaluation =
                    LanguageEvaluation.of(services, model.artefact(services.checkpoints()), model.dataSpec(), stop);
            evaluation.print(spec.commandLine().getOut());
            if (json != null) {
                JsonOutput.write(json, evaluation.values());
            }
        }
        return 0;
    }

    private static Map<String, Object> values(Experiment experiment, double accuracy, Interval interval) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("model", experiment.architecture().id());
        values.put("data", experiment.data().text());
        values.put("accuracy", accuracy);
        values.put("low", interval.low());
        values.put("high", interval.high());
        values.put("samples", experiment.test().count());
        values.put("hash", experiment.model().hash());
        return values;
    }
}
