package hone.engine.train;

import hone.engine.Progress;
import hone.engine.model.Model;
import hone.engine.run.Plan;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** Hears how the training of a language model goes; called on the training thread, between two steps. */
public interface LanguageListener extends Progress {
    /**
     * A step of the optimizer.
     *
     * @param step from 1
     * @param steps of the whole run
     * @param loss nats a token on the step's own windows, before it
     * @param smoothedLoss the same, averaged over the last fifty steps or so
     */
    record Step(int step, int steps, double loss, double smoothedLoss) {}

    /**
     * A step is over.
     *
     * @param snapshot copies the weights as they are now into a model of its own; to be asked during this call only
     */
    void stepDone(Step step, Supplier<Model> snapshot);

    /**
     * A point of the curve was made: at each twentieth of the steps.
     *
     * @param steps of the whole run
     */
    default void pointMade(CurvePoint point, int steps) {}

    /** Training is planned, and has not begun: the memory that its steps will take. */
    default void planned(TrainingFootprint.Choice footprint) {}

    /**
     * The same moment: what a step runs.
     *
     * @param plans of the whole step; or where it is computed in parts, of a part's gradients and of the update
     */
    default void stepPlanned(List<Plan> plans) {}

    /**
     * The state was saved, so that the run can go on from here.
     *
     * @param step that it stands at, from 1
     */
    default void stateSaved(Path file, long step) {}

    /** A listener to progress alone. */
    static LanguageListener of(Progress progress) {
        return new LanguageListener() {
            @Override
            public void report(double fraction, String what) {
                progress.report(fraction, what);
            }

            @Override
            public void stepDone(Step step, Supplier<Model> snapshot) {}
        };
    }
}
