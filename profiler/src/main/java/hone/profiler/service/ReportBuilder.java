package hone.profiler.service;

import hone.engine.model.Model;
import hone.profiler.report.Arm;
import hone.profiler.report.Latency;
import hone.profiler.report.Noise;
import hone.profiler.report.QualityChange;
import hone.profiler.report.RunReport;
import hone.profiler.trial.TrialOutcome;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Puts what a trial found into the one immutable report. */
final class ReportBuilder {
    private static final int SHORT_HASH = 12;

    private final TrialEnvironment environment;
    private final TrialRequest request;
    private final TrialOutcome outcome;
    private final Noise noise;

    ReportBuilder(TrialEnvironment environment, TrialRequest request, TrialOutcome outcome, Noise noise) {
        this.environment = environment;
        this.request = request;
        this.outcome = outcome;
        this.noise = noise;
    }

    RunReport report(SideResult baseline, SideResult candidate, QualityChange change) {
        List<String> notes = new ArrayList<>(candidate.side().notes());
        notes.addAll(outcome.notes());
        return new RunReport(
                RunReport.SCHEMA_VERSION,
                environment.product(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                request.model().id(),
                request.model().hash().substring(0, SHORT_HASH),
                request.dataId(),
                request.recipe().toString(),
                request.batch(),
                request.seed(),
                environment.facts().with(environment.costs().id()),
                noise,
                arm(baseline, outcome.baseline()),
                arm(candidate, outcome.candidate()),
                outcome.ratio(),
                outcome.verdict(),
                outcome.sentence(),
                change,
                notes,
                null,
                null,
                null);
    }

    private Arm arm(SideResult result, Latency latency) {
        Side side = result.side();
        Model model = side.setup().model();
        return new Arm(
                side.recipe().toString(),
                side.plan().threads(),
                latency,
                result.answers().quality(),
                side.bytes(environment.budget()),
                result.memory(),
                model.flopsPerSample(),
                side.executedFlopsPerSample(),
                request.model().parameters(),
                result.ops());
    }
}
