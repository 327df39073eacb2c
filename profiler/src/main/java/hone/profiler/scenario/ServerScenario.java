package hone.profiler.scenario;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.profiler.arm.OpenArm;
import hone.profiler.stats.Quantiles;
import hone.profiler.trial.TimedArm;
import hone.profiler.trial.TrialListener;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Queries that arrive at random: the same arrivals for both sides, in stretches that take turns. */
final class ServerScenario {
    private static final int MOST_STRETCHES = 8;

    /** With fewer, an interval over them says nothing. */
    private static final int FEWEST_STRETCHES = 6;

    /** So many queries make a good median of a stretch; fewer make a poor one, which the interval shows. */
    private static final int QUERIES_OF_A_STRETCH = 50;

    /** Where more queries arrive than a side can serve, it gets so much more time, and no longer. */
    private static final double PATIENCE = 1.5;

    private static final double USUAL_LOAD = 0.5;
    private static final long LOOK_NANOS = 400_000_000;
    private static final double NANOS_PER_SECOND = 1e9;

    /** Enough for a 99th percentile, however few of them arrive by chance. */
    private static final int PROBE_QUERIES = 800;

    private static final double SHORTEST_PROBE = 1;
    private static final double LONGEST_PROBE = 60;
    private static final long PROBE_STREAM = 1_000;

    /** The arms are warm; what waits for their queries is not. */
    private static final double WARM_UP_SECONDS = 0.5;

    private static final long WARM_UP_STREAM = 999;

    private final BothSides sides;
    private final ScenarioRequest request;
    private final TrialListener listener;
    private final Cancellation stop;
    private final QueryStream stream = new QueryStream(QueryClock.SYSTEM);
    private final double usualFloor;

    /** @param usualFloor of the baseline's noise */
    ServerScenario(
            BothSides sides, ScenarioRequest request, double usualFloor, TrialListener listener, Cancellation stop) {
        this.sides = sides;
        this.request = request;
        this.usualFloor = usualFloor;
        this.listener = listener;
        this.stop = stop;
    }

    Measured measure() {
        double baselineNanos = serviceNanos(sides.baseline());
        double candidateNanos = serviceNanos(sides.candidate());
        double rate = rate(Math.max(baselineNanos, candidateNanos));
        int count = stretches(rate);
        double seconds = request.seconds() / count;
        for (boolean ofBaseline : new boolean[] {true, false}) {
            arriving(sides.of(ofBaseline), rate, Math.min(seconds, WARM_UP_SECONDS), WARM_UP_STREAM);
        }
        double share = request.targetP99Nanos().isPresent() ? 0.5 : 1;
        Stretches measured = Stretches.measure(
                count,
                (ofBaseline, number) -> arriving(sides.of(ofBaseline), rate, seconds, number),
                done -> listener.progress(share * done / (2.0 * count), "queries arrive", (long)
                        (seconds * NANOS_PER_SECOND * (2 * count - done) / share)));
        ScenarioResult result = new ScenarioResult.Server(
                rate,
                request.seconds(),
                request.targetP99Nanos().isPresent()
                        ? (Double) request.targetP99Nanos().getAsDouble()
                        : null,
                side(
                        request.trial().baseline().toString(),
                        sides.baseline(),
                        measured.baseline(),
                        highest(sides.baseline(), baselineNanos, 0.5)),
                side(
                        request.trial().recipe().toString(),
                        sides.candidate(),
                        measured.candidate(),
                        highest(sides.candidate(), candidateNanos, 0.75)),
                measured.gain(usualFloor, sides.compiled()));
        return new Measured(result, measured.ownFloor(), sides.compiled(), true, count / 2);
    }

    /** Two stretches in a row meet the same arrivals, so that the baseline can be set against itself. */
    private QueryLog arriving(TimedArm arm, double rate, double seconds, long number) {
        Arrivals arrivals = Arrivals.poisson(rate, seconds, request.trial().seed(), number / 2);
        long nanos = (long) (seconds * NANOS_PER_SECOND);
        return stream.arriving(arm, arrivals, nanos, (long) (PATIENCE * nanos), stop);
    }

    /** The median of a short look: a stall of the machine in it would make a mean say nothing of the side. */
    private double serviceNanos(TimedArm arm) {
        return Math.max(1, stream.single(arm, LOOK_NANOS, stop).service().getValueAtPercentile(50));
    }

    /** @throws InvalidInput if so few would arrive that nothing can be said */
    private double rate(double slowerNanos) {
        if (request.perSecond().isPresent()) {
            return request.perSecond().getAsDouble();
        }
        double rate = USUAL_LOAD * NANOS_PER_SECOND / slowerNanos;
        rate = Math.min(rate, Arrivals.MOST / request.seconds());
        if (rate * request.seconds() < ScenarioRequest.FEWEST_QUERIES) {
            throw new InvalidInput(
                    "too few queries would arrive to say how long they take",
                    String.format(
                            Locale.ROOT,
                            "%.3g a second for %.3g s, half of what the slower side can serve",
                            rate,
                            request.seconds()),
                    "at least " + ScenarioRequest.FEWEST_QUERIES,
                    "give more --seconds");
        }
        return rate;
    }

    /** Even, so that each side is first as often as the other. */
    private int stretches(double rate) {
        long even = (long) (rate * request.seconds() / QUERIES_OF_A_STRETCH) / 2 * 2;
        return Math.clamp(even, FEWEST_STRETCHES, MOST_STRETCHES);
    }

    private @Nullable HighestRate highest(TimedArm arm, double serviceNanos, double done) {
        if (request.targetP99Nanos().isEmpty()) {
            return null;
        }
        double target = request.targetP99Nanos().getAsDouble();
        return HighestRate.search(NANOS_PER_SECOND / serviceNanos, PROBE_QUERIES / LONGEST_PROBE, (rate, attempt) -> {
            listener.progress(
                    done, String.format(Locale.ROOT, "looking for the highest rate: %.4g a second", rate), (long)
                            (2 * SHORTEST_PROBE * HighestRate.STEPS * NANOS_PER_SECOND));
            double seconds = Math.max(PROBE_QUERIES / rate, SHORTEST_PROBE);
            QueryLog log = arriving(arm, rate, seconds, PROBE_STREAM + 2L * attempt);
            double p99 = (double) log.latency().getValueAtPercentile(99);
            return new HighestRate.Probe(
                    rate,
                    p99,
                    log.queries(),
                    p99 <= target && log.unserved() == 0 && log.queries() >= Quantiles.P99_SAMPLES);
        });
    }

    private static ScenarioResult.ServerSide side(
            String recipe, OpenArm arm, QueryLog log, @Nullable HighestRate highest) {
        return new ScenarioResult.ServerSide(
                recipe,
                arm.plan().threads(),
                log.queries(),
                log.unserved(),
                log.servedPerSecond(),
                Percentiles.of(log.latency()),
                Percentiles.of(log.service()),
                log.queries() == 0 ? 0 : (double) log.queued() / log.queries(),
                log.mostWaiting(),
                log.utilization(),
                Percentiles.of(log.lag()),
                highest);
    }
}
