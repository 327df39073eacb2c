package hone.profiler.quality;

import hone.engine.data.LabelledImages;
import hone.engine.tensor.Tensor;
import hone.profiler.report.Quality;
import hone.profiler.report.QualityChange;
import hone.profiler.stats.Interval;
import hone.profiler.stats.SampleBootstrap;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The answers of a model of measures.
 *
 * @param predicted measure of each sample, in the data's order
 * @param measured what it is
 */
public record MeasureAnswers(List<Double> predicted, List<Double> measured) implements Answers {
    /** An answer counts as another where it moved by more of the measures' deviation than float32 rounds away. */
    private static final double ROUNDING = 1e-4;

    public MeasureAnswers {
        predicted = List.copyOf(predicted);
        measured = List.copyOf(measured);
    }

    /** Keeps the one number that a model says to each sample. */
    static final class ByError implements HeldOut.Judge {
        private final LabelledImages samples;
        private final double[] predicted;

        ByError(LabelledImages samples) {
            this.samples = samples;
            predicted = new double[samples.count()];
        }

        @Override
        public void take(int from, int count, Tensor outputs) {
            for (int row = 0; row < count; row++) {
                predicted[from + row] = outputs.segment().getAtIndex(ValueLayout.JAVA_FLOAT, row);
            }
        }

        @Override
        public Answers answers() {
            return new MeasureAnswers(
                    IntStream.range(0, predicted.length)
                            .mapToObj(i -> predicted[i])
                            .toList(),
                    IntStream.range(0, predicted.length)
                            .mapToObj(i -> (double) samples.measure(i))
                            .toList());
        }
    }

    @Override
    public int count() {
        return measured.size();
    }

    /** R² with the bootstrap's 95 % interval. */
    @Override
    public Quality quality() {
        Interval interval = SampleBootstrap.of(count(), drawn -> explained(drawn, this));
        return new Quality("R²", interval.estimate(), interval.low(), interval.high(), count(), true);
    }

    @Override
    public QualityChange since(Answers other) {
        MeasureAnswers before = (MeasureAnswers) other;
        double rounding = ROUNDING * Math.sqrt(variance(SampleBootstrap.each(count())));
        int gained = 0;
        int lost = 0;
        int changed = 0;
        for (int i = 0; i < count(); i++) {
            double moved = Math.abs(predicted.get(i) - before.predicted.get(i));
            if (moved > rounding) {
                changed++;
                gained += Math.abs(error(i)) < Math.abs(before.error(i)) ? 1 : 0;
                lost += Math.abs(error(i)) > Math.abs(before.error(i)) ? 1 : 0;
            }
        }
        Interval difference = SampleBootstrap.of(count(), drawn -> explained(drawn, this) - explained(drawn, before));
        return new QualityChange(
                difference.estimate(), difference.low(), difference.high(), gained, lost, changed, count());
    }

    private double error(int sample) {
        return predicted.get(sample) - measured.get(sample);
    }

    /** Of the measures, where sample i stands there {@code drawn[i]} times. */
    private double variance(int[] drawn) {
        double mean = 0;
        for (int i = 0; i < drawn.length; i++) {
            mean += drawn[i] * measured.get(i) / drawn.length;
        }
        double squares = 0;
        for (int i = 0; i < drawn.length; i++) {
            squares += drawn[i] * (measured.get(i) - mean) * (measured.get(i) - mean);
        }
        return squares / drawn.length;
    }

    private static double explained(int[] drawn, MeasureAnswers answers) {
        double missed = 0;
        for (int i = 0; i < drawn.length; i++) {
            missed += drawn[i] * answers.error(i) * answers.error(i);
        }
        double variance = answers.variance(drawn);
        return variance > 0 ? 1 - missed / drawn.length / variance : 0;
    }
}
