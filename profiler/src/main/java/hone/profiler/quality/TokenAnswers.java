package hone.profiler.quality;

import hone.engine.data.token.TokenWindows;
import hone.engine.tensor.Tensor;
import hone.engine.train.TextLosses;
import hone.profiler.report.Quality;
import hone.profiler.report.QualityChange;
import hone.profiler.stats.Interval;
import hone.profiler.stats.SampleBootstrap;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * A language model's guesses.
 *
 * @param losses of each window, in the order of the text
 */
public record TokenAnswers(TextLosses losses) implements Answers {
    /** A window counts as another where it moved by more nats a token than float32 rounds away. */
    private static final double ROUNDING = 1e-4;

    /** The cross-entropy of every token of a window with the one that follows it. */
    static final class ByLikelihood implements HeldOut.Judge {
        private final TokenWindows windows;
        private final List<TextLosses.Window> losses = new ArrayList<>();

        ByLikelihood(TokenWindows windows) {
            this.windows = windows;
        }

        @Override
        public void take(int from, int count, Tensor outputs) {
            int vocabulary = Math.toIntExact(outputs.shape().size(2));
            for (int row = 0; row < count; row++) {
                int judged = windows.judged(from + row);
                double nats = 0;
                for (int at = 0; at < judged; at++) {
                    long first = ((long) row * windows.sampleSize() + at) * vocabulary;
                    nats += loss(outputs.segment(), first, vocabulary, windows.next(from + row, at));
                }
                losses.add(new TextLosses.Window(judged, nats));
            }
        }

        /** log Σ exp(scores) less the score of the right one; the largest is taken out, so that nothing overflows. */
        private static double loss(MemorySegment scores, long first, int count, int right) {
            double largest = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < count; i++) {
                largest = Math.max(largest, scores.getAtIndex(ValueLayout.JAVA_FLOAT, first + i));
            }
            double sum = 0;
            for (int i = 0; i < count; i++) {
                sum += Math.exp(scores.getAtIndex(ValueLayout.JAVA_FLOAT, first + i) - largest);
            }
            return Math.log(sum) + largest - scores.getAtIndex(ValueLayout.JAVA_FLOAT, first + right);
        }

        @Override
        public Answers answers() {
            return new TokenAnswers(new TextLosses(losses));
        }
    }

    @Override
    public int count() {
        return losses.windows().size();
    }

    @Override
    public Quality quality() {
        return TextQuality.of(losses).quality();
    }

    @Override
    public QualityChange since(Answers other) {
        TokenAnswers before = (TokenAnswers) other;
        int gained = 0;
        int lost = 0;
        for (int i = 0; i < count(); i++) {
            TextLosses.Window now = losses.windows().get(i);
            double moved = (now.nats() - before.losses.windows().get(i).nats()) / now.tokens();
            gained += moved < -ROUNDING ? 1 : 0;
            lost += moved > ROUNDING ? 1 : 0;
        }
        Interval difference = SampleBootstrap.of(count(), drawn -> perplexity(drawn) - before.perplexity(drawn));
        return new QualityChange(
                difference.estimate(), difference.low(), difference.high(), gained, lost, gained + lost, count());
    }

    /** Of the windows, where window i stands there {@code drawn[i]} times. */
    private double perplexity(int[] drawn) {
        double nats = 0;
        double tokens = 0;
        for (int i = 0; i < drawn.length; i++) {
            nats += drawn[i] * losses.windows().get(i).nats();
            tokens += (double) drawn[i] * losses.windows().get(i).tokens();
        }
        return Math.exp(nats / tokens);
    }
}
