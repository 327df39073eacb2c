package hone.profiler.quality;

import hone.engine.data.LabelledImages;
import hone.engine.data.Samples;
import hone.engine.data.token.TokenWindows;
import hone.engine.tensor.Tensor;

/** All that a trial needs of its data: samples to run on, and how to judge what a model says to them. */
public sealed interface HeldOut {
    /** Takes a model's outputs, batch by batch, in the samples' order. */
    interface Judge {
        /** @param outputs of samples from … from + count - 1; they are only good during the call // (count, …) */
        void take(int from, int count, Tensor outputs);

        /** Once all samples were taken. */
        Answers answers();
    }

    /** Samples with a class each: judged by the share of right answers. */
    record Classified(LabelledImages samples) implements HeldOut {
        @Override
        public Judge judge() {
            return new ClassAnswers.ByLargest(samples);
        }
    }

    /** Samples with a measure each: judged by R², the share of the measures' variance that the answers explain. */
    record Measured(LabelledImages samples) implements HeldOut {
        @Override
        public Judge judge() {
            return new MeasureAnswers.ByError(samples);
        }
    }

    /** Windows of a text: judged by the perplexity of what follows each token. */
    record Text(TokenWindows samples) implements HeldOut {
        @Override
        public Judge judge() {
            return new TokenAnswers.ByLikelihood(samples);
        }
    }

    /** As the labels say. */
    static HeldOut of(LabelledImages samples) {
        return samples.measured() ? new Measured(samples) : new Classified(samples);
    }

    Samples samples();

    /** A new one for each side. */
    Judge judge();
}
