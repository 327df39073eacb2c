package hone.app.cli;

import hone.app.Services;
import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.IoReason;
import hone.engine.format.AtomicFile;
import hone.profiler.flame.CollapsedStacks;
import hone.profiler.machine.Energy;
import hone.profiler.profile.EnergyText;
import hone.profiler.profile.Profile;
import hone.profiler.profile.ProfileText;
import hone.profiler.profile.ProfileValues;
import hone.profiler.recording.CandidateRecording;
import hone.profiler.service.CandidatePass;
import hone.profiler.timeline.ChromeTrace;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What happens while a model runs. */
@Command(
        name = "profile",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Record runs of a model, and say where the time goes and what the JVM does meanwhile.",
            "Recorded runs are slower than timed ones: hone run says how fast, hone profile says why."
        })
final class ProfileCommand implements Callable<Integer> {
    private static final long RECORDING_NANOS = 3_000_000_000L;

    @Mixin
    private final CandidateOptions candidate = new CandidateOptions();

    @Option(names = "--from", paramLabel = "FILE", description = "read this recording instead of making one")
    private @Nullable String from;

    @Option(
            names = "--time-methods",
            paramLabel = "METHOD",
            description = "also time every call of a method, such as java.util.HashMap::get, or of a class's methods")
    private @Nullable String methods;

    @Option(names = "--json", paramLabel = "FILE", description = "also write the profile as JSON")
    private @Nullable String json;

    @Option(names = "--jfr", paramLabel = "FILE", description = "keep the recording, for JDK Mission Control")
    private @Nullable String jfr;

    @Option(names = "--trace", paramLabel = "FILE", description = "also write the timeline, for Perfetto")
    private @Nullable String trace;

    @Option(
            names = "--collapsed",
            paramLabel = "FILE",
            description = "also write the stacks, for programs that draw flame graphs")
    private @Nullable String collapsed;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** A recording that is read needs no model, so the word is not required here. */
    static void modelIsOptional(CommandSpec spec) {
        PositionalParamSpec model = spec.positionalParameters().getFirst();
        spec.remove(model);
        spec.addPositional(
                PositionalParamSpec.builder(model).arity("0..1").required(false).build());
    }

    @Override
    public Integer call() {
        requireOne();
        OutputFile.check("--json", json);
        Optional<Path> kept = OutputFile.check("--jfr", jfr);
        Optional<Path> traceFile = OutputFile.check("--trace", trace);
        Optional<Path> stacks = OutputFile.check("--collapsed", collapsed);
        PrintWriter out = spec.commandLine().getOut();
        Looked looked = from == null ? recorded(kept, out) : read(from);
        Profile profile = looked.profile();
        out.print(ProfileText.of(profile));
        out.print(EnergyText.of(looked.energy(), looked.runs()));
        out.flush();
        if (json != null) {
            Map<String, Object> values = ProfileValues.of(profile);
            values.put("energy", EnergyText.values(looked.energy(), looked.runs()));
            JsonOutput.write(json, values);
        }
        traceFile.ifPresent(file -> ChromeTrace.write(profile.timeline(), file));
        stacks.ifPresent(file ->
                AtomicFile.writeText(file, CollapsedStacks.text(profile.flame().root())));
        return 0;
    }

    /** A profile, and what the machine drew while it was recorded. */
    private record Looked(Profile profile, Energy energy, long runs) {}

    private static Looked read(String file) {
        Profile profile = Profile.read(ModelOptions.path("--from", file));
        return new Looked(
                profile,
                Energy.unavailable("a recording does not hold it"),
                profile.timeline().steps().size());
    }

    private void requireOne() {
        if (from == null) {
            candidate.check();
            if (candidate.unnamed()) {
                throw new InvalidInput("there is nothing to profile", "", "", "name a model, or a recording by --from");
            }
        } else if (!candidate.unnamed() || jfr != null || methods != null) {
            throw new InvalidInput(
                    "a recording that was made before is read as it is",
                    "--from " + from,
                    "a model, --jfr and --time-methods are for a new one");
        }
    }

    private Looked recorded(Optional<Path> kept, PrintWriter out) {
        PrintWriter err = spec.commandLine().getErr();
        TerminalProgress progress = new TerminalProgress(err);
        Cancellation stop = Interruption.stop();
        try (Services services = Services.open()) {
            CandidateOptions.Ready ready = candidate.open(services, progress, err, stop);
            Looked looked = CandidatePass.of(ready.trials(), ready.request(), stop, arm -> {
                progress.report(0.5, "recording");
                return withFile(kept, file -> {
                    CandidateRecording.Recorded made =
                            CandidateRecording.record(arm, file, RECORDING_NANOS, Optional.ofNullable(methods), stop);
                    return new Looked(Profile.read(file), made.energy(), made.runs());
                });
            });
            progress.end();
            out.println(ready.title());
            out.println();
            return looked;
        }
    }

    /** The file that is to be kept, or one that is gone afterwards. */
    private static Looked withFile(Optional<Path> kept, Function<Path, Looked> use) {
        if (kept.isPresent()) {
            return use.apply(kept.get());
        }
        Path folder = temporaryFolder();
        Path file = folder.resolve("profile.jfr");
        try {
            return use.apply(file);
        } finally {
            discard(file);
            discard(folder);
        }
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("hone");
        } catch (IOException e) {
            throw new InvalidInput(
                    "cannot write the recording", System.getProperty("java.io.tmpdir", ""), IoReason.of(e));
        }
    }

    private static void discard(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            path.toFile().deleteOnExit();
        }
    }
}
