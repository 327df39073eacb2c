package hone.app.cli;

import hone.app.Experiment;
import hone.app.Services;
import hone.app.model.OpenedModel;
import hone.engine.Cancellation;
import hone.engine.data.LabelledImages;
import hone.engine.model.Task;
import hone.profiler.report.Quality;
import java.util.LinkedHashMap;
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
            "Say how many samples a model answers right, how much of a measure it explains, or how well a language model guesses a text.",
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
        try (Services services = Services.open()) {
            OpenedModel opened = model.open(services, progress, stop);
            if (opened.architecture().task() == Task.LANGUAGE) {
                return evalLanguage(services, opened, stop);
            }
            Experiment experiment = Experiment.load(opened, model.dataSpec(opened), progress, stop);
            LabelledImages samples = (LabelledImages) experiment.test().samples();
            Evaluation evaluation =
                    Evaluation.of(services, experiment.architecture(), experiment.model(), samples, stop);
            progress.end();
            evaluation.print(spec.commandLine().getOut(), experiment.artefact().preparation());
            if (json != null) {
                JsonOutput.write(json, values(experiment, evaluation.quality()));
            }
        }
        return 0;
    }

    private int evalLanguage(Services services, OpenedModel opened, Cancellation stop) {
        LanguageEvaluation evaluation =
                LanguageEvaluation.of(services, opened.artefact(), model.dataSpec(opened), stop);
        evaluation.print(spec.commandLine().getOut());
        if (json != null) {
            JsonOutput.write(json, evaluation.values());
        }
        return 0;
    }

    private static Map<String, Object> values(Experiment experiment, Quality quality) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("model", experiment.architecture().id());
        values.put("data", experiment.data().text());
        if (quality.isShare()) {
            values.put("accuracy", quality.value());
        }
        values.put("quality", quality);
        values.put("low", quality.low());
        values.put("high", quality.high());
        values.put("samples", quality.n());
        values.put("hash", experiment.model().hash());
        return values;
    }
}
