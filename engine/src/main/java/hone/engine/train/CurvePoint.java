package hone.engine.train;

import java.util.OptionalDouble;

/**
 * How a training run stood at one of the steps where it was looked at: the end of an epoch, or every so many steps.
 *
 * @param step how many steps were over
 * @param loss of the training samples: the mean over the epoch, or averaged over the last fifty steps or so; each at the weights it met
 * @param accuracy share of the epoch's samples that were answered right, likewise; of measures R²; absent for texts
 * @param heldOutLoss of samples that take no part in training, where some are held out
 * @param heldOutAccuracy share of those that were answered right, or R²; absent for texts
 * @param learningRate of the last step
 * @param nanos of training so far, without what was lost between a stop and going on
 */
public record CurvePoint(
        long step,
        double loss,
        OptionalDouble accuracy,
        OptionalDouble heldOutLoss,
        OptionalDouble heldOutAccuracy,
        double learningRate,
        long nanos) {}
