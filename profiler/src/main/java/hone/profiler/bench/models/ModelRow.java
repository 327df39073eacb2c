package hone.profiler.bench.models;

import java.util.Map;
import java.util.Optional;

/**
 * One model at one batch on one of our rungs.
 *
 * @param model its name
 * @param batch samples a run
 * @param dtype see {@link BenchSubject}
 * @param recipe see {@link BenchSubject}
 * @param rung the highest that the plan might use
 * @param medianNanos of a run, by the wall clock; a run's time is a block's divided by its runs
 * @param lowNanos lower quartile
 * @param highNanos upper quartile
 * @param peerNanos the medians of peers called as a Java program would call them, by id; empty where no peer ran
 * @param ratioToPeer a peer's median divided by ours, by id
 * @param inSession the peer without its binding
 * @param maxDifference of an output from the peer's, whichever way it was called; without a peer, from the reordered
 *     rung's
 * @param sameTop1 the share of the output's rows (one for a sample, or for each of its tokens) whose largest element is the
 *     same one
 */
public record ModelRow(
        String model,
        int batch,
        String dtype,
        String recipe,
        String rung,
        double medianNanos,
        double lowNanos,
        double highNanos,
        Map<String, Double> peerNanos,
        Map<String, Double> ratioToPeer,
        Optional<InSession> inSession,
        double maxDifference,
        double sameTop1) {
    public ModelRow {
        peerNanos = Map.copyOf(peerNanos);
        ratioToPeer = Map.copyOf(ratioToPeer);
    }

    /**
     * The same session called through its C interface: what the library itself takes.
     *
     * @param peerNanos its median
     * @param ratio that divided by ours
     */
    public record InSession(double peerNanos, double ratio) {}
}
