package hone.profiler.quality;

import hone.engine.Cancellation;
import hone.profiler.arm.OpenArm;
import hone.profiler.report.Quality;
import hone.profiler.report.QualityChange;

/** What one side answered on every held-out sample, judged. */
public sealed interface Answers permits ClassAnswers, MeasureAnswers, TokenAnswers {
    /**
     * Answers every sample through the arm's own plan, batch by batch, and leaves the arm's full batch bound as it was.
     *
     * @throws hone.engine.Cancelled if it was stopped
     */
    static Answers of(OpenArm arm, HeldOut heldOut, Cancellation stop) {
        HeldOut.Judge judge = heldOut.judge();
        int samples = heldOut.samples().count();
        for (int from = 0; from < samples; from += arm.batch()) {
            stop.check("checking the answers");
            int count = Math.min(arm.batch(), samples - from);
            judge.take(from, count, arm.infer(heldOut.samples(), from, count));
        }
        arm.fill(heldOut.samples(), 0);
        return judge.answers();
    }

    /** Held-out samples. */
    int count();

    /** How good they are, with a 95 % interval. */
    Quality quality();

    /**
     * What changed from {@code before} to these answers.
     *
     * @param before answers to the same samples
     */
    QualityChange since(Answers before);
}
