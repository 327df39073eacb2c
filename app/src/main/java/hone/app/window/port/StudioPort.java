package hone.app.window.port;

import hone.engine.InvalidInput;
import hone.engine.technique.Recipe;
import hone.engine.technique.RecipeStep;
import hone.engine.technique.Technique;
import hone.profiler.report.RunReport;
import hone.visualizers.tile.Prediction;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the window needs of the world behind it. Every method is called on the FX thread and returns at once: whatever
 * takes time happens behind it and comes back through a {@link TrialListener} or a snapshot.
 */
public interface StudioPort {
    /** The models to choose from, each with its data; the first is the one to begin with. */
    List<Workload> workloads();

    /**
     * The workload of a model.
     *
     * @throws hone.engine.InvalidInput if there is none of that id; the sentence lists those there are
     */
    default Workload workload(String model) {
        return workloads().stream()
                .filter(workload -> workload.id().equals(model))
                .findFirst()
                .orElseThrow(() -> new InvalidInput(
                        "the studio has no such model",
                        model,
                        "it has " + workloads().stream().map(Workload::id).collect(Collectors.joining(", "))));
    }

    /** The techniques on offer, in teaching order. */
    List<Technique> techniques();

    /** Why a step cannot follow the steps of a recipe on a model; empty where it can. Looks at structure only. */
    Optional<String> refusal(String model, Recipe before, RecipeStep step);

    /** What a request is expected to come to; {@link Prediction#NONE} where nobody knows. */
    Prediction predict(TrialRequest request);

    /**
     * Starts a trial, and stops the one that still runs: the latest wins.
     *
     * @param listener told once how it ended, on any thread
     */
    RunningTrial submit(TrialRequest request, TrialListener listener);

    /** A finished report to open on, measured earlier on this machine; empty where there is none. */
    Optional<RunReport> earlier();
}
