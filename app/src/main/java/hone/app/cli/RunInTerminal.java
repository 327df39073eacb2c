package hone.app.cli;

import hone.app.Services;
import hone.app.WorkerCommand;
import hone.engine.Cancellation;
import hone.engine.technique.Recipe;
import hone.profiler.beside.PeerComparison;
import hone.profiler.certify.Certifier;
import hone.profiler.peer.ModelPeer;
import hone.profiler.report.Finding;
import hone.profiler.report.RunReport;
import hone.profiler.report.RunReportText;
import hone.profiler.service.TrialRequest;
import hone.profiler.service.TrialService;
import hone.profiler.trial.LiveBlocks;
import hone.profiler.trial.Trial;
import hone.profiler.trial.TrialBudget;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A trial with its progress and its result in the terminal: what {@code run} does, and the studio without a display. */
public final class RunInTerminal {
    private final PrintWriter out;
    private final PrintWriter err;

    public RunInTerminal(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /** The studio's main job with the weights that ship; the exit code. */
    public int run(String model, String data, String recipe, int batch) {
        try (Services services = Services.open()) {
            Measured measured =
                    run(services, CandidateOptions.of(model, data, recipe, batch), Further.NOTHING, request -> request);
            services.keep(measured.report(), note -> err.println("hone: " + note));
            err.flush();
        }
        return 0;
    }

    /**
     * One trial, its summary printed: against the plain baseline, unless the request is changed.
     *
     * @param further what comes after the live run
     * @param edit changes the request before it runs
     */
    Measured run(Services services, CandidateOptions words, Further further, UnaryOperator<TrialRequest> edit) {
        Cancellation stop = Interruption.stop();
        TerminalProgress progress = new TerminalProgress(err);
        CandidateOptions.Ready ready = words.open(services, progress, err, stop);
        TrialService trials = ready.trials();
        TrialRequest request = edit.apply(ready.request());
        RunReport live = trials.run(request, progress, new LiveBlocks(Trial.mostBlocks()), stop);
        RunReport beside = further.peer()
                .map(peer -> new PeerComparison(trials, peer).compare(request, live, progress, stop))
                .orElse(live);
        RunReport report = further.forks().isEmpty()
                ? beside
                : new Certifier(trials, WorkerCommand.of(WorkerVerb.NAME))
                        .certify(request, beside, further.forks().getAsInt(), progress::progress, stop);
        progress.end();
        out.print(RunReportText.of(report));
        out.flush();
        Optional<Finding.NextExperiment> next = next(report, further.followUp());
        Optional<RunReport> followUp = next.map(one -> trials.run(
                ready.opened()
                        .request(
                                Recipe.parse(one.recipe()),
                                Recipe.parse(one.baseline()),
                                one.batch(),
                                words.seed(),
                                TrialBudget.NORMAL),
                progress,
                new LiveBlocks(Trial.mostBlocks()),
                stop));
        progress.end();
        followUp.ifPresent(second -> {
            out.printf(
                    "%nTo be sure of the finding: %s%n%n%s", next.orElseThrow().why(), RunReportText.of(second));
            out.flush();
        });
        return new Measured(report, followUp);
    }

    /** The experiment of the finding that is asked for; it says so where there is none. */
    private Optional<Finding.NextExperiment> next(RunReport report, OptionalInt which) {
        if (which.isEmpty()) {
            return Optional.empty();
        }
        List<Finding> findings = Objects.requireNonNullElse(report.findings(), List.of());
        int number = which.getAsInt();
        Stream<Finding> asked = number == 0
                ? findings.stream()
                : findings.stream().skip(number - 1L).limit(1);
        Optional<Finding.NextExperiment> next =
                asked.flatMap(finding -> Stream.ofNullable(finding.next())).findFirst();
        if (next.isEmpty()) {
            out.println(
                    findings.isEmpty()
                            ? "There is no finding to follow up."
                            : "There is nothing to follow up: " + (number == 0 ? "no finding" : "finding " + number)
                                    + (number > findings.size()
                                            ? " does not exist."
                                            : " has no experiment of its own."));
            out.flush();
        }
        return next;
    }

    /**
     * What comes after a live run.
     *
     * @param forks processes of each side that certify; empty for none
     * @param peer that runs beside both sides
     * @param followUp number of the finding whose experiment is run, 0 for the first that has one; empty for none
     */
    record Further(OptionalInt forks, Optional<ModelPeer> peer, OptionalInt followUp) {
        static final Further NOTHING = new Further(OptionalInt.empty(), Optional.empty(), OptionalInt.empty());
    }

    /**
     * What was measured.
     *
     * @param followUp the experiment that was to confirm a finding
     */
    record Measured(RunReport report, Optional<RunReport> followUp) {}
}
