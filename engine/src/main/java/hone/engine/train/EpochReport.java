package hone.engine.train;

/**
 * How training stands after an epoch.
 *
 * @param epoch from 1
 * @param epochs of the whole run
 * @param loss mean cross-entropy in nats, or mean squared error, over the epoch's training samples, as augmented, each at the weights it met
 * @param accuracy share of the same samples that were answered right, likewise; of measures R², the share of their variance explained
 * @param learningRate of the epoch's last step
 * @param elapsedSeconds since the first step
 * @param remainingSeconds until the last, at the pace so far
 */
public record EpochReport(
        int epoch,
        int epochs,
        double loss,
        double accuracy,
        double learningRate,
        double elapsedSeconds,
        double remainingSeconds) {}
