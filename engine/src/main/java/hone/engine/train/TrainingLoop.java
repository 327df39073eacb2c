package hone.engine.train;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The loop that every model trains in: step after step, at which learning rate, when to make a point of the curve, and what
 * to tell the watcher. Runs once.
 */
final class TrainingLoop {
    private static final long REPORT_EVERY_NANOS = 100_000_000;

    private final TrainingStep step;
    private final Optimization optimization;
    private final long interval;
    private final LossMeter meter;
    private final TrainingWatcher watcher;
    private final Cancellation stop;
    private final List<CurvePoint> curve = new ArrayList<>();
    private final long startNanos = System.nanoTime();
    private long reportedNanos = startNanos;
    private double rate;
    private long done;

    /** @param interval steps between two points of the curve; the last step makes one too */
    TrainingLoop(
            TrainingStep step,
            Optimization optimization,
            long interval,
            LossMeter meter,
            TrainingWatcher watcher,
            Cancellation stop) {
        this.step = step;
        this.optimization = optimization;
        this.interval = interval;
        this.meter = meter;
        this.watcher = watcher;
        this.stop = stop;
    }

    /**
     * Trains to the end.
     *
     * @throws hone.engine.Cancelled between two steps, if cancelled
     * @throws InvalidInput if the loss leaves the range of numbers
     */
    List<CurvePoint> run() {
        long steps = step.samples().steps();
        while (true) {
            if (pointDue(steps)) {
                makePoint();
            }
            if (done == steps) {
                return List.copyOf(curve);
            }
            stop.check("training");
            rate = optimization.rate(done, steps);
            step.run(done, rate, stop);
            done++;
            requireFinite(step.loss());
            meter.add(step.loss(), step.right(), step.samples().count(done - 1));
            watcher.stepDone(done, step.loss(), meter, step::snapshot);
            reportNowAndThen(done == steps);
        }
    }

    /** Judging may be cancelled after the step it is due for, so the curve says whether it was done. */
    private boolean pointDue(long steps) {
        boolean made = !curve.isEmpty() && curve.getLast().step() == done;
        return done > 0 && !made && (done % interval == 0 || done == steps);
    }

    private void makePoint() {
        long nanos = System.nanoTime() - startNanos;
        Optional<TrainingWatcher.HeldOut> heldOut = watcher.judge(step::snapshot);
        OptionalDouble heldOutLoss =
                heldOut.map(those -> OptionalDouble.of(those.loss())).orElseGet(OptionalDouble::empty);
        CurvePoint point = new CurvePoint(
                done,
                meter.loss(),
                meter.accuracy(),
                heldOutLoss,
                heldOut.flatMap(those -> Optional.of(those.accuracy())).orElseGet(OptionalDouble::empty),
                rate,
                nanos);
        curve.add(point);
        meter.pointMade();
        watcher.pointMade(point, step::snapshot);
    }

    private void requireFinite(float loss) {
        if (!Float.isFinite(loss)) {
            throw new InvalidInput(
                    "training diverged",
                    watcher.place(done),
                    "the loss is " + loss + " at a learning rate of " + optimization.learningRate(),
                    "choose a smaller learning rate");
        }
    }

    private void reportNowAndThen(boolean last) {
        long now = System.nanoTime();
        if (last || now - reportedNanos >= REPORT_EVERY_NANOS) {
            reportedNanos = now;
            watcher.report(done, meter);
        }
    }
}
