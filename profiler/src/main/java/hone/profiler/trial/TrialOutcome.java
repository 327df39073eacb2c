package hone.profiler.trial;

import hone.profiler.report.Latency;
import hone.profiler.report.Ratio;
import hone.profiler.report.Verdict;
import java.util.List;

/**
 * What a trial found.
 *
 * @param baseline latency of the baseline, nanoseconds a run
 * @param candidate latency of the candidate
 * @param ratio baseline over candidate
 * @param ownFloor noise floor by this run's own blocks; that of the ratio is the usual one where that is higher
 * @param verdict on the ratio
 * @param sentence the verdict in a plain sentence
 * @param blocks complete blocks that count
 * @param elapsedNanos of the whole trial, warm-up included
 * @param notes plain sentences on what was unusual
 */
public record TrialOutcome(
        Latency baseline,
        Latency candidate,
        Ratio ratio,
        double ownFloor,
        Verdict verdict,
        String sentence,
        int blocks,
        long elapsedNanos,
        List<String> notes) {
    public TrialOutcome {
        notes = List.copyOf(notes);
    }
}
