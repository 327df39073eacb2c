package hone.engine.train;

import hone.engine.Progress;
import hone.engine.model.Model;
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
     * An epoch is over.
     *
     * @param snapshot copies the weights as they are now into a model of its own; to be asked during this call only
     */
    void epochDone(EpochReport report, Supplier<Model> snapshot);

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
