package hone.app.window.port;

import hone.engine.technique.Recipe;
import hone.engine.technique.RecipeStep;
import hone.engine.technique.Technique;
import hone.profiler.report.RunReport;
import hone.visualizers.tile.Prediction;
import java.util.List;
import java.util.Optional;

/**
 * What the window needs of the world behind it. Every method is called on the FX thread and returns at once: whatever
 * takes time happens behind it and comes back through a {@link TrialListener} or a snapshot.
 */
public interface StudioPort {
    /** What is being run, and how it may be run. */
    Workload workload();

    /** The techniques on offer, in teaching order. */
    List<Technique> techniques();

    /** Why a step cannot follow the steps of a recipe; empty where it can. Looks at structure only. */
    Optional<String> refusal(Recipe before, RecipeStep step);

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
