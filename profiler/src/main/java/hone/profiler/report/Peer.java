package hone.profiler.report;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Objects;

/** Another program's runtime beside both sides of a run: what it took, or why it did not run. */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({@JsonSubTypes.Type(Peer.Measured.class), @JsonSubTypes.Type(Peer.Absent.class)})
public sealed interface Peer {
    /** As the command line names it: "onnxruntime". */
    String name();

    /**
     * It did not run.
     *
     * @param unavailable why, as a sentence without its full stop
     */
    record Absent(String name, String unavailable) implements Peer {
        public Absent {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(unavailable, "unavailable");
        }
    }

    /**
     * It ran the same model on the same inputs, in blocks that took turns with those of both sides. All times are of a batch,
     * in nanoseconds, and of these turns alone: they are compared with each other, not with those of the trial.
     *
     * @param version of the peer
     * @param settings it ran with
     * @param recipe of the model that was exported for it: the candidate's, or none where the candidate's cannot be
     * @param latency of a call of its Java interface, as a Java program would use it
     * @param inSession of a call of its C interface, without the binding
     * @param candidate of our candidate in the same turns
     * @param baseline of our baseline in the same turns
     * @param ratioToCandidate the peer's latency over the candidate's, of each round: above 1 ours is faster
     * @param ratioToBaseline the peer's latency over the baseline's
     * @param outputs the peer's beside ours
     * @param notes plain sentences on what one has to know beside
     */
    record Measured(
            String name,
            String version,
            Settings settings,
            String recipe,
            Time latency,
            Time inSession,
            Time candidate,
            Time baseline,
            TimeRatio ratioToCandidate,
            TimeRatio ratioToBaseline,
            Outputs outputs,
            List<String> notes)
            implements Peer {
        public Measured {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(version, "version");
            Objects.requireNonNull(settings, "settings");
            Objects.requireNonNull(recipe, "recipe");
            Objects.requireNonNull(latency, "latency");
            Objects.requireNonNull(inSession, "inSession");
            Objects.requireNonNull(candidate, "candidate");
            Objects.requireNonNull(baseline, "baseline");
            Objects.requireNonNull(ratioToCandidate, "ratioToCandidate");
            Objects.requireNonNull(ratioToBaseline, "ratioToBaseline");
            Objects.requireNonNull(outputs, "outputs");
            notes = List.copyOf(notes);
        }
    }

    /**
     * How the peer ran.
     *
     * @param provider what computed, in the peer's words
     * @param intraThreads that shared an operator: as many as the candidate's
     * @param interThreads that ran operators side by side
     * @param graphOptimizations which were on
     * @param spinning whether its threads waited for work in a loop
     * @param restMillis of pause after each of its blocks, until its threads slept
     * @param widenedWeights whether rounded weights were widened to float32 once, when it loaded the model
     * @param exactProducts whether sums of 8-bit products were kept from saturating; false in reports of before this was asked for
     */
    record Settings(
            String provider,
            int intraThreads,
            int interThreads,
            String graphOptimizations,
            boolean spinning,
            long restMillis,
            boolean widenedWeights,
            boolean exactProducts) {}

    /**
     * How long a batch took, nanoseconds.
     *
     * @param median of the blocks, each of which is the mean of its runs
     * @param low lower end of its 95 % interval
     * @param high upper end
     * @param n blocks
     */
    record Time(double median, double low, double high, int n) {}

    /**
     * A ratio of the times of one round.
     *
     * @param median over the rounds
     * @param low lower end of its 95 % interval
     * @param high upper end
     */
    record TimeRatio(double median, double low, double high) {}

    /**
     * The peer's outputs beside those of the same model here.
     *
     * @param maxAbs largest difference
     * @param maxRel largest difference as a share of the largest number in its row
     * @param sameTop1 share of rows whose largest number is the same one
     * @param rows compared: one for a sample, or for each of its tokens
     */
    record Outputs(double maxAbs, double maxRel, double sameTop1, long rows) {
        /** Fewest of a hundred rows that have the same answer, for the two to count as the same computation. */
        private static final double LEAST_SAME = 0.99;

        /** Beyond this, rounding is no explanation. */
        private static final double MOST_RELATIVE = 0.05;

        /** Whether the two compute the same, so that their times can be compared. */
        boolean agree() {
            return sameTop1 >= LEAST_SAME && maxRel <= MOST_RELATIVE;
        }
    }
}
