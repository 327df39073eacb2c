package hone.profiler.scenario;

import hone.engine.InvalidInput;
import hone.profiler.service.TrialRequest;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What to measure.
 *
 * @param trial the two sides, the data, and the samples of a query
 * @param perSecond of queries that arrive; empty for half of what the slower side can serve
 * @param seconds for each side
 * @param targetP99Nanos for which the highest rate is looked for; empty where none is
 */
public record ScenarioRequest(
        TrialRequest trial,
        ScenarioKind kind,
        OptionalDouble perSecond,
        double seconds,
        OptionalDouble targetP99Nanos) {
    /** Where nobody says. */
    public static final double USUAL_SECONDS = 10;

    private static final double MOST_SECONDS = 3_600;

    /** Fewer say nothing of a distribution. */
    static final int FEWEST_QUERIES = 100;

    /** @throws InvalidInput if it makes no sense */
    public ScenarioRequest {
        checkWords(kind, perSecond, seconds, targetP99Nanos);
    }

    /**
     * Refuses what can be refused before a model is loaded.
     *
     * @throws InvalidInput if it makes no sense
     */
    public static void checkWords(
            ScenarioKind kind, OptionalDouble perSecond, double seconds, OptionalDouble targetP99Nanos) {
        if (!(seconds > 0) || seconds > MOST_SECONDS) {
            throw new InvalidInput(
                    "a side cannot be measured for so long", "--seconds " + seconds, "above 0, and 3600 at the most");
        }
        if (kind != ScenarioKind.SERVER && (perSecond.isPresent() || targetP99Nanos.isPresent())) {
            throw new InvalidInput(
                    "only queries that arrive by themselves have a rate and a target",
                    perSecond.isPresent() ? "--rate" : "--target-p99",
                    "the scenario is " + kind.id());
        }
        if (perSecond.isPresent()) {
            double rate = perSecond.getAsDouble();
            if (!(rate > 0) || !(rate * seconds <= Arrivals.MOST)) {
                throw new InvalidInput(
                        "queries cannot arrive so",
                        "--rate " + rate,
                        "above 0, and " + Arrivals.MOST + " in all at the most");
            }
            if (rate * seconds < FEWEST_QUERIES) {
                throw new InvalidInput(
                        "too few queries would arrive to say how long they take",
                        String.format(Locale.ROOT, "%.3g a second for %.3g s", rate, seconds),
                        "at least " + FEWEST_QUERIES,
                        "give more --seconds, or a higher --rate");
            }
        }
        if (targetP99Nanos.isPresent() && !(targetP99Nanos.getAsDouble() > 0)) {
            throw new InvalidInput("a target is a time", "--target-p99", "above 0");
        }
    }
}
