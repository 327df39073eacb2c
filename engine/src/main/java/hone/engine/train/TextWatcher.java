package hone.engine.train;

import hone.engine.model.Model;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Tells a listener of the steps of a language model, and judges it by windows of a text that takes no part. */
final class TextWatcher implements TrainingWatcher {
    private final int steps;
    private final Optional<ToDoubleFunction<Model>> judge;
    private final LanguageListener listener;

    /** @param judge gives the loss on held-out text, nats a token */
    TextWatcher(int steps, Optional<ToDoubleFunction<Model>> judge, LanguageListener listener) {
        this.steps = steps;
        this.judge = judge;
        this.listener = listener;
    }

    @Override
    public String place(long step) {
        return "step " + step;
    }

    @Override
    public void report(long step, LossMeter meter) {
        listener.report(
                (double) step / steps,
                String.format(Locale.ROOT, "step %d of %d: loss %.3f nats", step, steps, meter.loss()));
    }

    @Override
    public void stepDone(long step, float loss, LossMeter meter, Supplier<Model> snapshot) {
        listener.stepDone(new LanguageListener.Step(Math.toIntExact(step), steps, loss, meter.loss()), snapshot);
    }

    @Override
    public Optional<HeldOut> judge(Supplier<Model> snapshot) {
        return judge.map(one -> new HeldOut(one.applyAsDouble(snapshot.get()), OptionalDouble.empty()));
    }

    @Override
    public void pointMade(CurvePoint point, Supplier<Model> snapshot) {
        listener.pointMade(point, steps);
    }
}
