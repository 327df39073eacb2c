package hone.engine.train;

import hone.engine.model.Model;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Tells a listener of the epochs of a classifier, or of a model of measures. */
final class EpochWatcher implements TrainingWatcher {
    private final int epochs;
    private final int stepsPerEpoch;
    private final TrainingListener listener;

    EpochWatcher(int epochs, int stepsPerEpoch, TrainingListener listener) {
        this.epochs = epochs;
        this.stepsPerEpoch = stepsPerEpoch;
        this.listener = listener;
    }

    private int epoch(long step) {
        return Math.toIntExact((step + stepsPerEpoch - 1) / stepsPerEpoch);
    }

    @Override
    public String place(long step) {
        return "epoch " + epoch(step) + ", step " + step;
    }

    @Override
    public void report(long step, LossMeter meter) {
        listener.report(
                (double) step / ((long) epochs * stepsPerEpoch),
                String.format(
                        Locale.ROOT,
                        "epoch %d of %d: loss %.3f, accuracy %.1f %%",
                        epoch(step),
                        epochs,
                        meter.loss(),
                        100 * meter.accuracy().orElse(0)));
    }

    @Override
    public Optional<HeldOut> judge(Supplier<Model> snapshot) {
        return Optional.empty();
    }

    @Override
    public void pointMade(CurvePoint point, Supplier<Model> snapshot) {
        listener.epochDone(report(point), snapshot);
    }

    /** A point of the curve, in epochs. */
    EpochReport report(CurvePoint point) {
        int epoch = epoch(point.step());
        double elapsed = point.nanos() / 1e9;
        return new EpochReport(
                epoch,
                epochs,
                point.loss(),
                point.accuracy().orElse(0),
                point.learningRate(),
                elapsed,
                elapsed / epoch * (epochs - epoch));
    }
}
