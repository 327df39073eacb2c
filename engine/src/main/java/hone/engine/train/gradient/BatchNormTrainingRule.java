package hone.engine.train.gradient;

import hone.engine.op.normalization.BatchNormGradient;
import hone.engine.op.normalization.BatchNormTraining;

/** One op gives the gradients by input, weight and bias, which share their sums; the statistics are the forward pass's. */
final class BatchNormTrainingRule implements GradientRule<BatchNormTraining> {
    @Override
    public Class<BatchNormTraining> op() {
        return BatchNormTraining.class;
    }

    @Override
    public void apply(BatchNormTraining op, Backward backward) {
        backward.giveAll(
                new BatchNormGradient(op.epsilon()),
                backward.input(0),
                backward.input(1),
                backward.output(1),
                backward.output(2),
                backward.upstream());
    }
}
