package hone.engine.train;

import hone.engine.Progress;
import hone.engine.model.Model;
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
