package hone.engine.train;

import hone.engine.model.Model;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** Looks at a training run in the words of its kind, epochs or steps, and judges it by samples that are held out. */
interface TrainingWatcher {
    /**
     * What a model does with samples that take no part in training.
     *
     * @param loss the mean
     * @param accuracy share of right answers, or R²; absent for texts
     */
    record HeldOut(double loss, OptionalDouble accuracy) {}

    /** Where a step is, counted from 1, for a message: "epoch 3, step 112". */
    String place(long step);

    /** How far training is, for a line that is written over. */
    void report(long step, LossMeter meter);

    /** A step is over. */
    default void stepDone(long step, float loss, LossMeter meter, Supplier<Model> snapshot) {}

    /**
     * Judges the weights as they are; empty where no samples are held out.
     *
     * @throws hone.engine.Cancelled if cancelled; it will be asked again when the run goes on
     */
    Optional<HeldOut> judge(Supplier<Model> snapshot);

    /** A point of the curve was made. */
    void pointMade(CurvePoint point, Supplier<Model> snapshot);
}
