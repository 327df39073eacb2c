package hone.engine.train;

import java.util.OptionalDouble;

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
 * @param heldOutLoss of samples that are held out from training, not augmented; empty where none are
 * @param heldOutAccuracy the share of those that are answered right, or R²
 * @param nanos since the first step, without what was lost between a stop and going on
 */
public record EpochReport(
        int epoch,
        int epochs,
        double loss,
        double accuracy,
        double learningRate,
        double elapsedSeconds,
        double remainingSeconds,
        OptionalDouble heldOutLoss,
        OptionalDouble heldOutAccuracy,
        long nanos) {}
