package hone.app.cli;

import hone.app.Services;
import hone.engine.run.PlanRequest;
import hone.engine.technique.Recipe;
import hone.profiler.report.RunReport;
import hone.profiler.report.RunReportJson;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures a recipe against plain Java: the studio's main job in the terminal. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Measure a model with techniques switched on against the plain baseline.",
            "The baseline is good ordinary Java: reordered loops, FP32, one thread, nothing switched on."
        })
final class RunCommand implements Callable<Integer> {
    @Mixin
    private final ModelOptions model = new ModelOptions();

    @Option(names = "--enable", paramLabel = "RECIPE", description = "techniques to switch on, in order")
    private String recipe = "";

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "samples per inference; of a language model one is a window of its context"
                    + " (default: 64, or 1 for a language model)")
    private @Nullable Integer batch;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "of everything random in the run (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Mixin
    private final CertifyOptions certify = new CertifyOptions();

    @Option(names = "--json", paramLabel = "FILE", description = "also write the whole report as JSON")
    private @Nullable String json;

    @Option(
            names = "--jfr",
            paramLabel = "FILE",
            description = "also write a flight recording, made in a pass of its own")
    private @Nullable String jfr;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Recipe parsed = Recipe.parse(recipe);
        OptionalInt samples = batch == null ? OptionalInt.empty() : OptionalInt.of(batch);
        samples.ifPresent(PlanRequest::baseline); // which refuses what is no batch
        OptionalInt forks = certify.forks();
        Optional<Path> jsonFile = OutputFile.check("--json", json);
        Optional<Path> jfrFile = OutputFile.check("--jfr", jfr);
        try (Services services = Services.open()) {
            RunReport report = new RunInTerminal(
                            spec.commandLine().getOut(), spec.commandLine().getErr())
                    .run(
                            services,
                            model,
                            parsed,
                            samples,
                            seed,
                            forks,
                            request -> jfrFile.map(request::withJfr).orElse(request));
            jsonFile.ifPresent(file -> RunReportJson.write(report, file));
        }
        return 0;
    }
}
