package hone.engine.run;

import hone.engine.InvalidInput;
import hone.engine.graph.LayerGlob;
import hone.engine.kernel.Rung;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is preferred of a plan; the planner binds it to kernels, layouts and buffers once, at the end. Preferences are
 * kept in order, and for each layer the last one that matches counts.
 *
 * @param batch the largest number of samples a run may bring
 * @param rungs the highest rung of the ladder to use; {@link Rung#REORDERED} where nothing matches
 * @param threads how many threads may share an op; 1 where nothing matches
 * @param sparse layers whose zeros may be skipped where that is predicted to be faster
 * @param taps names of nodes whose outputs are kept for the caller; never in a timed run
 * @param bound names of graph outputs for which the caller brings memory before any run, so that the plan sets none aside
 */
public record PlanRequest(
        long batch,
        List<Preference<Rung>> rungs,
        List<Preference<Integer>> threads,
        List<LayerGlob> sparse,
        Set<String> taps,
        Set<String> bound) {
    /**
     * One preference for the layers a pattern matches.
     *
     * @param <T> what is preferred
     */
    public record Preference<T>(LayerGlob layers, T value) {}

    public PlanRequest {
        if (batch < 1 || batch > MAX_BATCH) {
            throw new InvalidInput("the batch must be between 1 and " + MAX_BATCH, "--batch", "it is " + batch);
        }
        rungs = List.copyOf(rungs);
        threads = List.copyOf(threads);
        sparse = List.copyOf(sparse);
        taps = java.util.Collections.unmodifiableSet(new TreeSet<>(taps));
        bound = java.util.Collections.unmodifiableSet(new TreeSet<>(bound));
    }

    /** No run may bring more samples at once. */
    public static final long MAX_BATCH = 1 << 20;

    /** Plain good Java: the reordered rung, one thread, nothing skipped. */
    public static PlanRequest baseline(long batch) {
        return new PlanRequest(batch, List.of(), List.of(), List.of(), Set.of(), Set.of());
    }

    public PlanRequest withBatch(long other) {
        return new PlanRequest(other, rungs, threads, sparse, taps, bound);
    }

    public PlanRequest withRung(LayerGlob layers, Rung rung) {
        return new PlanRequest(batch, plus(rungs, new Preference<>(layers, rung)), threads, sparse, taps, bound);
    }

    public PlanRequest withThreads(LayerGlob layers, int count) {
        return new PlanRequest(batch, rungs, plus(threads, new Preference<>(layers, count)), sparse, taps, bound);
    }

    public PlanRequest withSparse(LayerGlob layers) {
        return new PlanRequest(batch, rungs, threads, plus(sparse, layers), taps, bound);
    }

    public PlanRequest withTaps(Set<String> names) {
        return new PlanRequest(batch, rungs, threads, sparse, names, bound);
    }

    public PlanRequest withBound(Set<String> outputs) {
        return new PlanRequest(batch, rungs, threads, sparse, taps, outputs);
    }

    /** The highest rung a layer may use. */
    public Rung rungFor(String layer) {
        return last(rungs, layer, Rung.REORDERED);
    }

    /** The most threads a layer's op may use. */
    public int threadsFor(String layer) {
        return last(threads, layer, 1);
    }

    /** The most threads any layer may use. */
    public int maxThreads() {
        return threads.stream().mapToInt(Preference::value).max().orElse(1);
    }

    public boolean sparseFor(String layer) {
        return sparse.stream().anyMatch(glob -> glob.matches(layer));
    }

    private static <T> T last(List<Preference<T>> preferences, String layer, T otherwise) {
        T found = otherwise;
        for (Preference<T> preference : preferences) {
            if (preference.layers().matches(layer)) {
                found = preference.value();
            }
        }
        return found;
    }

    private static <T> List<T> plus(List<T> list, T element) {
        List<T> longer = new ArrayList<>(list);
        longer.add(element);
        return longer;
    }
}
