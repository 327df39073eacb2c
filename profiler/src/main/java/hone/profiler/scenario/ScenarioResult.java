package hone.profiler.scenario;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import hone.profiler.report.Verdict;
import hone.profiler.stats.Interval;
import hone.profiler.stats.VerdictRule;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What both sides did under one kind of use. Times are nanoseconds of a query, which is one inference of a batch. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "scenario")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ScenarioResult.Single.class, name = "single"),
    @JsonSubTypes.Type(value = ScenarioResult.Offline.class, name = "offline"),
    @JsonSubTypes.Type(value = ScenarioResult.Server.class, name = "server")
})
public sealed interface ScenarioResult {
    /**
     * A figure of both sides as a ratio; above 1 the candidate is better.
     *
     * @param median the middle one over the passes of the offline scenario; the geometric mean over the stretches of the
     *     others, which are few
     * @param low lower end of its 95 % interval
     * @param high upper end
     * @param noiseFloor how far the baseline strays from itself, as a share: in this run, or usually where that is more
     * @param verdict on the candidate: "faster" also where it takes more samples a second
     */
    record Gain(double median, double low, double high, double noiseFloor, Verdict verdict) {
        /**
         * Judges a ratio.
         *
         * @param comparable whether both sides were warm
         * @param pairs that the ratio rests on
         */
        static Gain of(Interval ratio, double noiseFloor, boolean comparable, int pairs) {
            return new Gain(
                    ratio.estimate(),
                    ratio.low(),
                    ratio.high(),
                    noiseFloor,
                    VerdictRule.of(ratio, noiseFloor, comparable, pairs));
        }
    }

    /** What both sides came to against each other. */
    Gain gain();

    ScenarioSide baseline();

    ScenarioSide candidate();

    /** Which it is of. */
    ScenarioKind kind();

    /** A side under any kind of use. */
    sealed interface ScenarioSide {
        /** What was switched on. */
        String recipe();

        /** Threads that share an op. */
        int threads();

        /** The median latency; where there are no queries, the time for a sample. */
        double typicalNanos();
    }

    /**
     * One query after the other, each as soon as the one before is done.
     *
     * @param seconds of each side
     * @param gain the baseline's median latency over the candidate's
     */
    record Single(double seconds, SingleSide baseline, SingleSide candidate, Gain gain) implements ScenarioResult {
        @Override
        public ScenarioKind kind() {
            return ScenarioKind.SINGLE;
        }
    }

    /**
     * A side that serves one query after the other.
     *
     * @param threads that share an op
     * @param queriesPerSecond served
     */
    record SingleSide(String recipe, int threads, double queriesPerSecond, Percentiles latency)
            implements ScenarioSide {
        public SingleSide {
            Objects.requireNonNull(latency);
        }

        @Override
        public double typicalNanos() {
            return latency.p50();
        }
    }

    /**
     * All samples at once, in the batches that give most samples a second.
     *
     * @param samples of one pass
     * @param passes of each side
     * @param dropped passes of each side before those, in which a side was slower, as while the compiler was still at work
     * @param gain the candidate's samples a second over the baseline's
     */
    record Offline(int samples, int passes, int dropped, OfflineSide baseline, OfflineSide candidate, Gain gain)
            implements ScenarioResult {
        @Override
        public ScenarioKind kind() {
            return ScenarioKind.OFFLINE;
        }
    }

    /**
     * A side that takes all samples at once.
     *
     * @param threads that share an op
     * @param batch that it takes them in
     * @param samplesPerSecond median over the passes, the copying of samples into the input included
     * @param low lower end of its 95 % interval
     * @param high upper end
     * @param tried batches that were tried for it, each by a short look
     * @param passNanos what each pass took, in the order in which they ran
     */
    record OfflineSide(
            String recipe,
            int threads,
            int batch,
            double samplesPerSecond,
            double low,
            double high,
            List<LargestBatch.Tried> tried,
            List<Double> passNanos)
            implements ScenarioSide {
        public OfflineSide {
            tried = List.copyOf(tried);
            passNanos = List.copyOf(passNanos);
        }

        @Override
        public double typicalNanos() {
            return 1e9 / samplesPerSecond;
        }
    }

    /**
     * Queries that arrive at random, whether the server is ready or not: exponential gaps, the same for both sides.
     *
     * @param perSecond rate of arrival
     * @param seconds of each side
     * @param targetP99 that the highest rate was looked for; null where none was asked for
     * @param gain the baseline's median latency over the candidate's
     */
    record Server(
            double perSecond,
            double seconds,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Double targetP99,

            ServerSide baseline,
            ServerSide candidate,
            Gain gain)
            implements ScenarioResult {
        @Override
        public ScenarioKind kind() {
            return ScenarioKind.SERVER;
        }
    }

    /**
     * A side that serves what arrives.
     *
     * @param threads that share an op
     * @param queries that arrived
     * @param unserved that were not begun when time was up; their latencies are the least they can be
     * @param servedPerSecond the rate achieved
     * @param latency from arrival to the end
     * @param service from the beginning to the end, which leaves the waiting out
     * @param queuedShare of queries that arrived while an earlier one still ran
     * @param mostWaiting at once
     * @param utilization the share of the time in which a query ran
     * @param lag how late those began that had not to wait: what clock and system add to the latency
     * @param highestRate that keeps the target; null where none was asked for
     */
    record ServerSide(
            String recipe,
            int threads,
            long queries,
            long unserved,
            double servedPerSecond,
            Percentiles latency,
            Percentiles service,
            double queuedShare,
            int mostWaiting,
            double utilization,
            Percentiles lag,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            HighestRate highestRate)
            implements ScenarioSide {
        public ServerSide {
            Objects.requireNonNull(latency);
            Objects.requireNonNull(service);
            Objects.requireNonNull(lag);
        }

        @Override
        public double typicalNanos() {
            return latency.p50();
        }
    }
}
