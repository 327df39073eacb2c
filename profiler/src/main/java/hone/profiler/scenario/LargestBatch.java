package hone.profiler.scenario;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntFunction;

/** The batch that gives most samples a second, found by doubling until that no longer helps. */
public final class LargestBatch {
    /** Less than this is no help. */
    private static final double HELPS = 1.03;

    /** So many doublings in a row that do not help end the search: one may have met a noisy moment. */
    private static final int PATIENCE = 2;

    private LargestBatch() {}

    /**
     * A batch that was tried.
     *
     * @param samplesPerSecond by a short look
     */
    public record Tried(int batch, double samplesPerSecond) {}

    /**
     * Tries batches.
     *
     * @param first smallest
     * @param most that are worth trying: no more samples exist
     * @param look measures samples a second at a batch; empty where the model or the memory does not take it
     * @return those tried, in ascending order, at least the first where it can be had
     */
    static List<Tried> search(int first, int most, IntFunction<OptionalDouble> look) {
        List<Tried> tried = new ArrayList<>();
        double best = 0;
        int withoutHelp = 0;
        for (long batch = first; batch <= Math.max(first, most) && withoutHelp < PATIENCE; batch *= 2) {
            OptionalDouble rate = look.apply((int) batch);
            if (rate.isEmpty()) {
                break;
            }
            tried.add(new Tried((int) batch, rate.getAsDouble()));
            withoutHelp = rate.getAsDouble() > HELPS * best ? 0 : withoutHelp + 1;
            best = Math.max(best, rate.getAsDouble());
        }
        return tried;
    }

    /** The smallest batch that is within what does not help of the best: larger ones only take memory. */
    static int best(List<Tried> tried) {
        double best = tried.stream().mapToDouble(Tried::samplesPerSecond).max().orElse(0);
        return tried.stream()
                .filter(one -> one.samplesPerSecond() * HELPS >= best)
                .min(Comparator.comparingInt(Tried::batch))
                .map(Tried::batch)
                .orElseThrow(() -> new IllegalArgumentException("nothing was tried"));
    }
}
