package hone.engine.train;

import hone.engine.Progress;
import hone.engine.model.Model;
import hone.engine.run.Plan;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** Hears how training goes; called on the training thread, so it must return at once. */
public interface TrainingListener extends Progress {
    /** Nobody listens. */
    TrainingListener NONE = new TrainingListener() {
        @Override
        public void report(double fraction, String what) {}

        @Override
        public void epochDone(EpochReport report, Supplier<Model> snapshot) {}
    };

    /**
     * A step of the optimizer is over.
     *
     * @param step from 1
     * @param steps of the whole run
     * @param loss of the step's own samples, before it
     */
    default void stepDone(long step, long steps, double loss) {}

    /**
     * An epoch is over.
     *
     * @param snapshot copies the weights as they are now into a model of its own; to be asked during this call only
     */
    void epochDone(EpochReport report, Supplier<Model> snapshot);

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
    static TrainingListener of(Progress progress) {
        return new TrainingListener() {
            @Override
            public void report(double fraction, String what) {
                progress.report(fraction, what);
            }

            @Override
            public void epochDone(EpochReport report, Supplier<Model> snapshot) {}
        };
    }
}
