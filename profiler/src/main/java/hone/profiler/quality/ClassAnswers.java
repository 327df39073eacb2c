package hone.profiler.quality;

import hone.engine.data.LabelledImages;
import hone.engine.tensor.Tensor;
import hone.profiler.report.Quality;
import hone.profiler.report.QualityChange;
import hone.profiler.stats.ExactInterval;
import hone.profiler.stats.Interval;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A classifier's answers.
 *
 * @param predicted class of each sample, in the data's order
 * @param right whether it is the label
 */
public record ClassAnswers(List<Integer> predicted, List<Boolean> right) implements Answers {
    public ClassAnswers {
        predicted = List.copyOf(predicted);
        right = List.copyOf(right);
    }

    /** The class with the largest score, the first of equals. */
    static final class ByLargest implements HeldOut.Judge {
        private final LabelledImages samples;
        private final int[] classes;

        ByLargest(LabelledImages samples) {
            this.samples = samples;
            classes = new int[samples.count()];
        }

        @Override
        public void take(int from, int count, Tensor outputs) {
            int scores = Math.toIntExact(outputs.shape().elements() / count);
            for (int row = 0; row < count; row++) {
                classes[from + row] = largest(outputs, (long) row * scores, scores);
            }
        }

        private static int largest(Tensor outputs, long first, int count) {
            int best = 0;
            float highest = Float.NEGATIVE_INFINITY;
            for (int i = 0; i < count; i++) {
                float score = outputs.segment().getAtIndex(ValueLayout.JAVA_FLOAT, first + i);
                if (score > highest) {
                    highest = score;
                    best = i;
                }
            }
            return best;
        }

        @Override
        public Answers answers() {
            return new ClassAnswers(
                    IntStream.of(classes).boxed().toList(),
                    IntStream.range(0, classes.length)
                            .mapToObj(i -> classes[i] == samples.label(i))
                            .toList());
        }
    }

    @Override
    public int count() {
        return right.size();
    }

    /** The share of right answers with its exact 95 % interval. */
    @Override
    public Quality quality() {
        int hits = (int) right.stream().filter(hit -> hit).count();
        Interval share = ExactInterval.share(hits, count());
        return new Quality(Quality.ACCURACY, share.estimate(), share.low(), share.high(), count(), true);
    }

    @Override
    public QualityChange since(Answers other) {
        ClassAnswers before = (ClassAnswers) other;
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
