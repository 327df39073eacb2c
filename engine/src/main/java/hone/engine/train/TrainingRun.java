package hone.engine.train;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The loop over epochs and batches: what to load, at which learning rate, and what to tell the listener. Runs once. */
final class TrainingRun {
    private static final long REPORT_EVERY_NANOS = 50_000_000;

    private final TrainingStep step;
    private final TrainingSettings settings;
    private final TrainingListener listener;
    private final Cancellation stop;
    private final int samples;
    private final long steps;
    private final long startNanos = System.nanoTime();
    private long reportedNanos = startNanos;
    private long done;

    /** @param samples of one epoch */
    TrainingRun(
            TrainingStep step, TrainingSettings settings, int samples, TrainingListener listener, Cancellation stop) {
        this.step = step;
        this.settings = settings;
        this.samples = samples;
        this.listener = listener;
        this.stop = stop;
        int batch = step.batch().size();
        steps = (long) settings.epochs() * ((samples + batch - 1) / batch);
    }

    /**
     * Trains all epochs.
     *
     * @throws hone.engine.Cancelled between two steps, if cancelled
     * @throws InvalidInput if the loss leaves the range of numbers
     */
    List<EpochReport> epochs() {
        List<EpochReport> reports = new ArrayList<>();
        for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
            EpochReport report = epoch(epoch);
            reports.add(report);
            listener.epochDone(report, step::snapshot);
        }
        return reports;
    }

    private EpochReport epoch(int epoch) {
        step.batch().startEpoch(epoch);
        double loss = 0;
        double right = 0;
        double rate = 0;
        for (int from = 0; from < samples; from += step.batch().size()) {
            stop.check("training");
            int count = Math.min(step.batch().size(), samples - from);
            step.batch().load(from, count, stop);
            rate = settings.learningRate() * settings.schedule().factor(done, steps);
            done++;
            step.run(count, done, rate, stop);
            requireFinite(step.loss(), epoch);
            loss += (double) step.loss() * count;
            right += step.right();
            reportNowAndThen(epoch, loss / (from + count), right / (from + count));
        }
        double elapsed = (System.nanoTime() - startNanos) / 1e9;
        double remaining = elapsed / epoch * (settings.epochs() - epoch);
        return new EpochReport(epoch, settings.epochs(), loss / samples, right / samples, rate, elapsed, remaining);
    }

    private void requireFinite(float loss, int epoch) {
        if (!Float.isFinite(loss)) {
            throw new InvalidInput(
                    "training diverged",
                    "epoch " + epoch + ", step " + done,
                    "the loss is " + loss + " at a learning rate of " + settings.learningRate(),
                    "choose a smaller learning rate");
        }
    }

    private void reportNowAndThen(int epoch, double loss, double accuracy) {
        long now = System.nanoTime();
        if (now - reportedNanos >= REPORT_EVERY_NANOS) {
            reportedNanos = now;
            listener.report(
                    (double) done / steps,
                    String.format(
                            Locale.ROOT,
                            "epoch %d of %d: loss %.3f, accuracy %.1f %%",
                            epoch,
                            settings.epochs(),
                            loss,
                            100 * accuracy));
        }
    }
}
