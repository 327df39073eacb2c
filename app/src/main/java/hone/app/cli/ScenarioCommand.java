package hone.app.cli;

import hone.app.Services;
import hone.engine.Cancellation;
import hone.profiler.history.KeptReport;
import hone.profiler.scenario.ScenarioJson;
import hone.profiler.scenario.ScenarioKind;
import hone.profiler.scenario.ScenarioMeasurement;
import hone.profiler.scenario.ScenarioReport;
import hone.profiler.scenario.ScenarioRequest;
import hone.profiler.scenario.ScenarioText;
import hone.profiler.trial.TrialBudget;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A recipe against a baseline under one kind of use. */
@Command(
        name = "scenario",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Measure a model with techniques switched on against a baseline under one kind of use.",
            "single: one query after the other. offline: all samples at once, in the batches that help most.",
            "server: queries that arrive at random, whether it is ready or not; a latency begins when its query arrives."
        })
final class ScenarioCommand implements Callable<Integer> {
    private static final double NANOS_PER_MILLI = 1e6;

    @Mixin
    private final CandidateOptions candidate = new CandidateOptions();

    @Mixin
    private final AgainstOption against = new AgainstOption();

    @Option(names = "--as", paramLabel = "KIND", required = true, description = "single, offline or server")
    private String kind = "";

    @Option(
            names = "--rate",
            paramLabel = "R",
            description = "queries a second that arrive (default: half of what the slower side can serve)")
    private @Nullable Double rate;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "" + ScenarioRequest.USUAL_SECONDS,
            description = "for each side (default: ${DEFAULT-VALUE})")
    private double seconds = ScenarioRequest.USUAL_SECONDS;

    @Option(
            names = "--target-p99",
            paramLabel = "MS",
            description = "also look for the highest rate whose 99th percentile is within so many milliseconds")
    private @Nullable Double targetMillis;

    @Option(names = "--json", paramLabel = "FILE", description = "also write the whole report as JSON")
    private @Nullable String json;

    @Mixin
    private final Keeping keeping = new Keeping();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        candidate.check();
        against.recipe();
        ScenarioKind asked = ScenarioKind.of(kind);
        OptionalDouble perSecond = rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate);
        OptionalDouble target =
                targetMillis == null ? OptionalDouble.empty() : OptionalDouble.of(targetMillis * NANOS_PER_MILLI);
        ScenarioRequest.checkWords(asked, perSecond, seconds, target);
        Optional<Path> jsonFile = OutputFile.check("--json", json);
        Cancellation stop = Interruption.stop();
        TerminalProgress progress = new TerminalProgress(spec.commandLine().getErr());
        try (Services services = Services.open()) {
            CandidateOptions.Ready ready =
                    candidate.open(services, progress, spec.commandLine().getErr(), stop);
            ScenarioRequest request = new ScenarioRequest(
                    ready.opened()
                            .request(
                                    ready.recipe(),
                                    against.recipe(),
                                    candidate.batch().orElse(1),
                                    candidate.seed(),
                                    TrialBudget.NORMAL),
                    asked,
                    perSecond,
                    seconds,
                    target);
            ScenarioReport report = new ScenarioMeasurement(ready.trials()).run(request, progress, stop);
            progress.end();
            spec.commandLine().getOut().print(ScenarioText.of(report));
            spec.commandLine().getOut().flush();
            keeping.keep(
                    services,
                    new KeptReport.Scenario(report),
                    spec.commandLine().getErr());
            jsonFile.ifPresent(file -> ScenarioJson.FORM.write(report, file));
        }
        return 0;
    }
}
