package hone.profiler.scenario;

import hone.engine.Cancellation;
import hone.profiler.floor.NoiseFloors;
import hone.profiler.machine.NoiseGuard;
import hone.profiler.report.Noise;
import hone.profiler.report.NoiseFloor;
import hone.profiler.service.TrialEnvironment;
import hone.profiler.service.TrialRequest;
import hone.profiler.service.TrialService;
import hone.profiler.trial.TrialListener;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** From a request to a report. */
public final class ScenarioMeasurement {
    private static final int SHORT_HASH = 12;

    private final TrialService trials;

    public ScenarioMeasurement(TrialService trials) {
        this.trials = trials;
    }

    /**
     * Measures on the calling thread.
     *
     * @throws hone.engine.InvalidInput if a recipe or the batch does not apply, or too few queries would arrive
     * @throws hone.engine.OverBudget if both sides do not fit in memory
     * @throws hone.engine.Cancelled if it was stopped
     */
    public ScenarioReport run(ScenarioRequest request, TrialListener listener, Cancellation stop) {
        NoiseGuard guard = NoiseGuard.before();
        List<String> notes = new ArrayList<>();
        NoiseFloors.Usual usual = floors().usual(workload(request));
        Measured measured = measured(request, usual.floor(), listener, stop);
        Noise noise = guard.after().with(new NoiseFloor(measured.ownFloor(), usual.floor(), usual.runs()));
        listener.progress(1, "done", 0);
        if (NoiseGuard.isQuiet(noise) && measured.tellsTheFloor()) {
            floors().remember(workload(request), measured.ownFloor());
        }
        notes.addAll(ScenarioNotes.ofCompiler(measured.compiled()));
        notes.addAll(noise.warnings());
        notes.addAll(noise.remarks());
        notes.addAll(ScenarioNotes.of(measured, noise));
        return report(request.trial(), measured.result(), noise, notes);
    }

    private Measured measured(ScenarioRequest request, double usualFloor, TrialListener listener, Cancellation stop) {
        if (request.kind() == ScenarioKind.OFFLINE) {
            return new OfflineScenario(trials, request, usualFloor, listener, stop).measure();
        }
        try (BothSides sides = BothSides.warm(trials, request.trial(), listener, stop)) {
            return request.kind() == ScenarioKind.SINGLE
                    ? SingleScenario.measure(sides, request, usualFloor, listener, stop)
                    : new ServerScenario(sides, request, usualFloor, listener, stop).measure();
        }
    }

    private NoiseFloors floors() {
        return trials.environment().known().floors();
    }

    /** What a baseline's noise is that of: this side, used so, for so long. */
    private static String workload(ScenarioRequest request) {
        TrialRequest trial = request.trial();
        String size = request.kind() == ScenarioKind.OFFLINE ? "from batch " : "at batch ";
        String rate = request.kind() != ScenarioKind.SERVER
                ? ""
                : request.perSecond().isPresent()
                        ? String.format(
                                Locale.ROOT,
                                ", %.4g a second",
                                request.perSecond().getAsDouble())
                        : ", half of what it and \"" + trial.recipe() + "\" serve";
        return trial.model().hash() + " \"" + trial.baseline() + "\" " + size + trial.batch() + ", "
                + request.kind().id() + rate + ", for "
                + String.format(Locale.ROOT, "%.4g s", request.seconds());
    }

    private ScenarioReport report(TrialRequest trial, ScenarioResult result, Noise noise, List<String> notes) {
        TrialEnvironment environment = trials.environment();
        return new ScenarioReport(
                ScenarioReport.SCHEMA_VERSION,
                environment.product(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                trial.model().id(),
                trial.model().hash().substring(0, SHORT_HASH),
                trial.dataId(),
                trial.recipe().toString(),
                trial.batch(),
                trial.seed(),
                environment.facts().with(environment.costs().id()),
                noise,
                result,
                ScenarioSentence.of(result),
                notes);
    }
}
