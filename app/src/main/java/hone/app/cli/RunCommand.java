package hone.app.cli;

import hone.app.Services;
import hone.engine.InvalidInput;
import hone.engine.run.PlanRequest;
import hone.engine.technique.Recipe;
import hone.profiler.history.HistoryEntry;
import hone.profiler.report.RunReportJson;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
    private static final String FOLLOW_UP = ".follow-up.json";

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

    @Option(
            names = "--follow-up",
            paramLabel = "K",
            arity = "0..1",
            fallbackValue = "0",
            description = "then run the experiment that would confirm finding K (default: the first that has one);"
                    + " with --json FILE its report goes to FILE" + FOLLOW_UP)
    private @Nullable Integer followUp;

    @Option(names = "--json", paramLabel = "FILE", description = "also write the whole report as JSON")
    private @Nullable String json;

    @Option(
            names = "--jfr",
            paramLabel = "FILE",
            description = "also write a flight recording, made in a pass of its own")
    private @Nullable String jfr;

    @Option(names = "--no-history", description = "do not keep the report in the history (see hone history)")
    private boolean unkept;

    private OptionalInt followUp() {
        Integer which = followUp;
        if (which == null) {
            return OptionalInt.empty();
        }
        if (which < 0) {
            throw new InvalidInput("findings are numbered from 1", "--follow-up " + which, "");
        }
        return OptionalInt.of(which);
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Recipe parsed = Recipe.parse(recipe);
        OptionalInt samples = batch == null ? OptionalInt.empty() : OptionalInt.of(batch);
        samples.ifPresent(PlanRequest::baseline); // which refuses what is no batch
        RunInTerminal.Further further = new RunInTerminal.Further(certify.forks(), followUp());
        Optional<Path> jsonFile = OutputFile.check("--json", json);
        Optional<Path> jfrFile = OutputFile.check("--jfr", jfr);
        try (Services services = Services.open()) {
            RunInTerminal.Measured measured = new RunInTerminal(
                            spec.commandLine().getOut(), spec.commandLine().getErr())
                    .run(
                            services,
                            model,
                            parsed,
                            samples,
                            seed,
                            further,
                            request -> jfrFile.map(request::withJfr).orElse(request));
            if (!unkept) {
                keep(services, measured);
            }
            jsonFile.ifPresent(file -> {
                RunReportJson.write(measured.report(), file);
                measured.followUp()
                        .ifPresent(report ->
                                RunReportJson.write(report, file.resolveSibling(file.getFileName() + FOLLOW_UP)));
            });
        }
        return 0;
    }

    private void keep(Services services, RunInTerminal.Measured measured) {
        PrintWriter err = spec.commandLine().getErr();
        Stream.concat(Stream.of(measured.report()), measured.followUp().stream())
                .forEach(report -> services.keep(report, note -> err.println("hone: " + note))
                        .ifPresent(id -> err.println("hone: kept in the history as " + HistoryEntry.shortId(id))));
        err.flush();
    }
}
