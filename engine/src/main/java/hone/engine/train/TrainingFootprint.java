package hone.engine.train;

/**
 * The memory that the steps of a training run take at most, as planned, in bytes; the samples come on top.
 *
 * @param weights and running statistics
 * @param gradients of the parameters, or the sums of those of a step's parts
 * @param optimizerState moments of the parameters
 * @param activations values between ops, forward and backward
 * @param scratch of the kernels
 */
public record TrainingFootprint(long weights, long gradients, long optimizerState, long activations, long scratch) {
    /** All of it together. */
    public long peakBytes() {
        return weights + gradients + optimizerState + activations + scratch;
    }

    /**
     * What a run takes, beside what it would take otherwise.
     *
     * @param keeping all values for the backward pass
     * @param recomputing parts of the forward pass instead
     * @param recomputes which of both the run does
     */
    public record Choice(TrainingFootprint keeping, TrainingFootprint recomputing, boolean recomputes) {
        /** What the run takes. */
        public TrainingFootprint taken() {
            return recomputes ? recomputing : keeping;
        }
    }
}
