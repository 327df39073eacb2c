package hone.profiler.scenario;

import hone.engine.Cancellation;
import hone.profiler.machine.NoiseGuard;
import hone.profiler.report.Noise;
import hone.profiler.service.TrialEnvironment;
import hone.profiler.service.TrialRequest;
import hone.profiler.service.TrialService;
import hone.profiler.trial.TrialListener;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

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
        ScenarioResult result = switch (request.kind()) {
            case OFFLINE -> {
                OfflineScenario offline = new OfflineScenario(trials, request, listener, stop);
                ScenarioResult measured = offline.measure();
                notes.addAll(ScenarioNotes.ofCompiler(offline.compiled()));
                yield measured;
            }
            case SINGLE -> {
                try (BothSides sides = BothSides.warm(trials, request.trial(), listener, stop)) {
                    notes.addAll(ScenarioNotes.ofCompiler(sides.compiled()));
                    yield SingleScenario.measure(sides, request, listener, stop);
                }
            }
            case SERVER -> {
                try (BothSides sides = BothSides.warm(trials, request.trial(), listener, stop)) {
                    notes.addAll(ScenarioNotes.ofCompiler(sides.compiled()));
                    yield new ServerScenario(sides, request, listener, stop).measure();
                }
            }
        };
        Noise noise = guard.after();
        listener.progress(1, "done", 0);
        notes.addAll(noise.warnings());
        notes.addAll(ScenarioNotes.of(result, noise));
        return report(request.trial(), result, noise, notes);
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
