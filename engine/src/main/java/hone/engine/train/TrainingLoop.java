package hone.engine.train;

import hone.engine.Cancellation;
import hone.engine.Cancelled;
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
    private final int patience;
    private final TrainingWatcher watcher;
    private final StateKeeper keeper;
    private final Cancellation stop;
    private final List<CurvePoint> curve = new ArrayList<>();
    private final long startNanos = System.nanoTime();
    private long reportedNanos = startNanos;
    private double rate;
    private long done;
    private long nanosBefore;

    /**
     * @param interval steps between two points of the curve; the last step makes one too
     * @param patience points without a lower held-out loss that end training, the best weights kept; 0 for no end but the last
     *     step
     */
    TrainingLoop(
            TrainingStep step,
            Optimization optimization,
            long interval,
            LossMeter meter,
            int patience,
            TrainingWatcher watcher,
            StateKeeper keeper,
            Cancellation stop) {
        this.step = step;
        this.optimization = optimization;
        this.interval = interval;
        this.meter = meter;
        this.patience = patience;
        this.watcher = watcher;
        this.keeper = keeper;
        this.stop = stop;
    }

    /**
     * Trains to the end, or goes on to it.
     *
     * @throws Cancelled between two steps, if cancelled; the state is saved then, where it is to be kept
     * @throws InvalidInput if the loss leaves the range of numbers, or the state to go on from is of another run
     */
    List<CurvePoint> run() {
        keeper.resume(step).ifPresent(this::restore);
        try {
            steps();
        } catch (Cancelled e) {
            if (done > 0) {
                keeper.save(standing(), step);
            }
            throw e;
        }
        return List.copyOf(curve);
    }

    private void steps() {
        long steps = step.samples().steps();
        long saved = done;
        while (true) {
            if (pointDue(steps)) {
                makePoint();
            }
            if (done == steps || (patience > 0 && Ending.waited(curve) >= patience)) {
                return;
            }
            if (done > saved && keeper.due(done)) {
                keeper.save(standing(), step);
                saved = done;
            }
            stop.check("training");
            rate = optimization.rate(done, steps);
            step.run(done, rate, stop);
            done++;
            requireFinite(step.loss());
            meter.add(step.loss(), step.right(), step.samples().count(done - 1));
            watcher.stepDone(done, step.loss(), meter, step.states()::snapshot);
            reportNowAndThen(done == steps);
        }
    }

    /** Judging may be cancelled after the step it is due for, so the curve says whether it was done. */
    private boolean pointDue(long steps) {
        boolean made = !curve.isEmpty() && curve.getLast().step() == done;
        return done > 0 && !made && (done % interval == 0 || done == steps);
    }

    private Standing standing() {
        return new Standing(done, meter.sums(), rate, nanos(), curve);
    }

    private void restore(Standing standing) {
        done = standing.step();
        meter.restore(standing.sums());
        rate = standing.learningRate();
        nanosBefore = standing.nanos();
        curve.addAll(standing.curve());
    }

    private long nanos() {
        return nanosBefore + System.nanoTime() - startNanos;
    }

    private void makePoint() {
        long nanos = nanos();
        Optional<TrainingWatcher.HeldOut> heldOut = watcher.judge(step.states()::snapshot);
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
        if (patience > 0 && Ending.best(curve).filter(point::equals).isPresent()) {
            step.states().keepBest();
        }
        meter.pointMade();
        watcher.pointMade(point, step.states()::snapshot);
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
