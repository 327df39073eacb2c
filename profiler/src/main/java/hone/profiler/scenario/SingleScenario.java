package hone.profiler.scenario;

import hone.engine.Cancellation;
import hone.profiler.arm.OpenArm;
import hone.profiler.trial.TrialListener;
import java.util.List;

/** One query after the other, both sides in turns. */
final class SingleScenario {
    private static final int STRETCHES = 8;
    private static final long WARM_UP_NANOS = 400_000_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private SingleScenario() {}

    /** @param usualFloor of the baseline's noise */
    static Measured measure(
            BothSides sides, ScenarioRequest request, double usualFloor, TrialListener listener, Cancellation stop) {
        QueryStream stream = new QueryStream(QueryClock.SYSTEM);
        long nanos = (long) (request.seconds() * NANOS_PER_SECOND / STRETCHES);
        for (OpenArm arm : List.of(sides.baseline(), sides.candidate())) {
            stream.single(arm, WARM_UP_NANOS, stop); // the arms are warm; what asks them is not
        }
        Stretches stretches = Stretches.measure(
                STRETCHES,
                (ofBaseline, _) -> stream.single(sides.of(ofBaseline), nanos, stop),
                done -> listener.progress(
                        done / (2.0 * STRETCHES), "one query after the other", nanos * (2L * STRETCHES - done)));
        ScenarioResult result = new ScenarioResult.Single(
                request.seconds(),
                side(request.trial().baseline().toString(), sides.baseline(), stretches.baseline()),
                side(request.trial().recipe().toString(), sides.candidate(), stretches.candidate()),
                stretches.gain(usualFloor, sides.compiled()));
        return new Measured(result, stretches.ownFloor(), sides.compiled(), true, STRETCHES / 2);
    }

    private static ScenarioResult.SingleSide side(String recipe, OpenArm arm, QueryLog log) {
        return new ScenarioResult.SingleSide(
                recipe, arm.plan().threads(), log.servedPerSecond(), Percentiles.of(log.latency()));
    }
}
