package hone.app.window.port;

import hone.engine.InvalidInput;
import hone.engine.technique.Recipe;
import hone.engine.technique.RecipeStep;
import hone.engine.technique.Technique;
import hone.profiler.report.RunReport;
import hone.visualizers.tile.Prediction;
import java.nio.file.Path;
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
     * The workload of a model that is, or was, to choose from.
     *
     * @throws hone.engine.InvalidInput if there never was one of that id; the sentence lists those there are
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

    /**
     * Looks again for models that can be chosen, behind the window: other programs may keep some or take some away.
     *
     * @param found told on any thread once {@link #workloads} says what there is now
     */
    void refreshWorkloads(Runnable found);

    /**
     * Begins to take a model into the library; trials wait until it has ended.
     *
     * @param model file or folder
     * @param listener told once how it ended, on any thread
     */
    RunningImport importModel(Path model, ImportListener listener);

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

    /**
     * Starts to measure a report again by other means, and stops what still runs: the latest wins.
     *
     * @param live the report, which answers the request
     * @param listener told once how it ended, on any thread; its report is the same with the other figures beside its own
     */
    RunningTrial compare(Comparison by, RunReport live, TrialRequest request, TrialListener listener);

    /** A finished report to open on, measured earlier on this machine; empty where there is none. */
    Optional<RunReport> earlier();
}
