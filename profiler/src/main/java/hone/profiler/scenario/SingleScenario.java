package hone.profiler.scenario;

import hone.engine.Cancellation;
import hone.profiler.arm.OpenArm;
import hone.profiler.trial.TrialListener;

/** One query after the other, both sides in turns. */
final class SingleScenario {
    private static final int STRETCHES = 8;
    private static final double NANOS_PER_SECOND = 1e9;

    private SingleScenario() {}

    static ScenarioResult.Single measure(
            BothSides sides, ScenarioRequest request, TrialListener listener, Cancellation stop) {
        QueryStream stream = new QueryStream(QueryClock.SYSTEM);
        long nanos = (long) (request.seconds() * NANOS_PER_SECOND / STRETCHES);
        Stretches stretches = Stretches.measure(
                STRETCHES,
                (ofBaseline, _) -> stream.single(sides.of(ofBaseline), nanos, stop),
                done -> listener.progress(
                        done / (2.0 * STRETCHES), "one query after the other", nanos * (2L * STRETCHES - done)));
        return new ScenarioResult.Single(
                request.seconds(),
                side(request.trial().baseline().toString(), sides.baseline(), stretches.baseline()),
                side(request.trial().recipe().toString(), sides.candidate(), stretches.candidate()),
                stretches.gain());
    }

    private static ScenarioResult.SingleSide side(String recipe, OpenArm arm, QueryLog log) {
        return new ScenarioResult.SingleSide(
                recipe, arm.plan().threads(), log.servedPerSecond(), Percentiles.of(log.latency()));
    }
}
