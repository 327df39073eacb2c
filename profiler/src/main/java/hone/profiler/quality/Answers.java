package hone.profiler.quality;

import hone.engine.Cancellation;
import hone.engine.data.LabelledImages;
import hone.profiler.arm.OpenArm;
import hone.profiler.report.Quality;
import hone.profiler.report.QualityChange;
import hone.profiler.stats.ExactInterval;
import hone.profiler.stats.Interval;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What one side answered on every held-out sample, and which answers were right.
 *
 * @param predicted class of each sample, in the data's order
 * @param right whether it is the label
 */
public record Answers(List<Integer> predicted, List<Boolean> right) {
    public Answers {
        predicted = List.copyOf(predicted);
        right = List.copyOf(right);
    }

    /**
     * Answers every sample through the arm's own plan, batch by batch, and leaves the arm's full batch bound as it was.
     *
     * @throws hone.engine.Cancelled if it was stopped
     */
    public static Answers of(OpenArm arm, LabelledImages images, Cancellation stop) {
        int[] classes = new int[images.count()];
        for (int from = 0; from < classes.length; from += arm.batch()) {
            stop.check("checking the answers");
            arm.classify(images, from, Math.min(arm.batch(), classes.length - from), classes);
        }
        arm.fill(images, 0);
        return new Answers(
                IntStream.of(classes).boxed().toList(),
                IntStream.range(0, classes.length)
                        .mapToObj(i -> classes[i] == images.label(i))
                        .toList());
    }

    /** Held-out samples. */
    public int count() {
        return right.size();
    }

    /** The share of right answers with its exact 95 % interval. */
    public Quality quality() {
        int hits = (int) right.stream().filter(hit -> hit).count();
        Interval share = ExactInterval.share(hits, count());
        return new Quality("accuracy", share.estimate(), share.low(), share.high(), count(), true);
    }

    /** What changed from {@code before} to these answers, on the same samples. */
    public QualityChange since(Answers before) {
        int gained = 0;
        int lost = 0;
        int changed = 0;
        for (int i = 0; i < count(); i++) {
            gained += right.get(i) && !before.right.get(i) ? 1 : 0;
            lost += !right.get(i) && before.right.get(i) ? 1 : 0;
            changed += predicted.get(i).equals(before.predicted.get(i)) ? 0 : 1;
        }
        Interval difference = ExactInterval.pairedDifference(gained, lost, count());
        return new QualityChange(
                difference.estimate(), difference.low(), difference.high(), gained, lost, changed, count());
    }
}
