package hone.app;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import hone.engine.data.DataSpec;
import hone.engine.format.Checkpoints;
import hone.engine.graph.Graph;
import hone.engine.model.Architecture;
import hone.engine.model.Zoo;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/** The models that ship trained: each is loaded with its data when it is first asked for, and kept. */
final class ShippedModels {
    private final Checkpoints checkpoints;
    private final Executor background;
    private final List<Architecture> all;
    private final Map<String, Graph> graphs;
    private final Map<String, CompletableFuture<Experiment>> experiments = new ConcurrentHashMap<>();

    /** @param background where loading happens */
    ShippedModels(Checkpoints checkpoints, Executor background) {
        this.checkpoints = checkpoints;
        this.background = background;
        all = Zoo.ALL.stream().filter(Checkpoints::ships).toList();
        graphs = all.stream()
                .collect(Collectors.toMap(
                        Architecture::id, architecture -> architecture.graph().get()));
    }

    /** In the zoo's order. */
    List<Architecture> all() {
        return all;
    }

    /** The graph of {@link #find} of that id. */
    Graph graph(String id) {
        return Objects.requireNonNull(graphs.get(find(id).id()));
    }

    /** @throws InvalidInput if no trained model of that id ships */
    Architecture find(String id) {
        return all.stream()
                .filter(architecture -> architecture.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new InvalidInput(
                        "no model of this name ships trained",
                        id,
                        "those that do are "
                                + all.stream().map(Architecture::id).collect(Collectors.joining(", "))));
    }

    /** The model with its data, on its way or there; returns at once. One that failed is tried again. */
    CompletableFuture<Experiment> experiment(String id) {
        Architecture architecture = find(id);
        return experiments.compute(
                id,
                (_, known) -> known != null && !known.isCompletedExceptionally()
                        ? known
                        : CompletableFuture.supplyAsync(() -> load(architecture), background));
    }

    private Experiment load(Architecture architecture) {
        return Experiment.load(
                architecture,
                checkpoints.shipped(architecture),
                DataSpec.parse(Experiment.usualData(architecture)),
                Progress.NONE,
                new Cancellation());
    }
}
