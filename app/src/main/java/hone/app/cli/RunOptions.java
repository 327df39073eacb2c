package hone.app.cli;

import hone.app.Services;
import hone.engine.InvalidInput;
import hone.profiler.history.KeptReport;
import hone.profiler.peer.ModelPeer;
import hone.profiler.report.RunReportJson;
import hone.profiler.service.TrialRequest;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A recipe measured against a baseline, and what is done with the report: what {@code run} and {@code certify} share. */
final class RunOptions {
    private static final String FOLLOW_UP = ".follow-up.json";

    @Mixin
    private final CandidateOptions candidate = new CandidateOptions();

    @Mixin
    private final AgainstOption against = new AgainstOption();

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

    @Mixin
    private final Keeping keeping = new Keeping();

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

    /**
     * Measures, prints, keeps and writes.
     *
     * @param forks processes of each side that certify; empty for none
     * @param peer that runs beside both sides
     */
    void run(OptionalInt forks, Optional<ModelPeer> peer, PrintWriter out, PrintWriter err) {
        candidate.check();
        against.recipe();
        RunInTerminal.Further further = new RunInTerminal.Further(forks, peer, followUp());
        Optional<Path> jsonFile = OutputFile.check("--json", json);
        Optional<Path> jfrFile = OutputFile.check("--jfr", jfr);
        try (Services services = Services.open()) {
            RunInTerminal.Measured measured = new RunInTerminal(out, err).run(services, candidate, further, request -> {
                TrialRequest pinned = request.withBaseline(against.recipe());
                return jfrFile.map(pinned::withJfr).orElse(pinned);
            });
            Stream.concat(Stream.of(measured.report()), measured.followUp().stream())
                    .forEach(report -> keeping.keep(services, new KeptReport.Run(report), err));
            jsonFile.ifPresent(file -> {
                RunReportJson.write(measured.report(), file);
                measured.followUp()
                        .ifPresent(report ->
                                RunReportJson.write(report, file.resolveSibling(file.getFileName() + FOLLOW_UP)));
            });
        }
    }
}
