package hone.profiler.scenario;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
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
     */
    record Gain(double median, double low, double high) {}

    /**
     * One query after the other, each as soon as the one before is done.
     *
     * @param seconds of each side
     * @param gain the baseline's median latency over the candidate's
     */
    record Single(double seconds, SingleSide baseline, SingleSide candidate, Gain gain) implements ScenarioResult {}

    /**
     * A side that serves one query after the other.
     *
     * @param threads that share an op
     * @param queriesPerSecond served
     */
    record SingleSide(String recipe, int threads, double queriesPerSecond, Percentiles latency) {}

    /**
     * All samples at once, in the batches that give most samples a second.
     *
     * @param samples of one pass
     * @param passes of each side
     * @param gain the candidate's samples a second over the baseline's
     */
    record Offline(int samples, int passes, OfflineSide baseline, OfflineSide candidate, Gain gain)
            implements ScenarioResult {}

    /**
     * A side that takes all samples at once.
     *
     * @param threads that share an op
     * @param batch that it takes them in
     * @param samplesPerSecond median over the passes, the copying of samples into the input included
     * @param low lower end of its 95 % interval
     * @param high upper end
     * @param tried batches that were tried for it, each by a short look
     */
    record OfflineSide(
            String recipe,
            int threads,
            int batch,
            double samplesPerSecond,
            double low,
            double high,
            List<LargestBatch.Tried> tried) {
        public OfflineSide {
            tried = List.copyOf(tried);
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
            implements ScenarioResult {}

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
            HighestRate highestRate) {}
}
