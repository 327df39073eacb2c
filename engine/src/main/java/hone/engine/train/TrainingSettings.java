package hone.engine.train;

import hone.engine.InvalidInput;
import hone.engine.data.Augmentation;
import hone.engine.model.Architecture;
import hone.engine.model.Task;
import java.util.function.UnaryOperator;

/**
 * All that a training run depends on beside the model and the data: with the same settings it gives the same weights to
 * the bit.
 *
 * @param epochs passes over the training samples, 1 … 10,000
 * @param batch samples of one step, 1 … 65,536; the last batch of an epoch may be smaller
 * @param optimization how parameters move
 * @param regularization what keeps the model from learning its samples by heart
 * @param seed of the initial weights, the order of the samples, dropout and the augmentation
 */
public record TrainingSettings(
        int epochs, int batch, Optimization optimization, Regularization regularization, long seed) {
    public static final int MAX_EPOCHS = 10_000;
    public static final int MAX_BATCH = 65_536;

    /** @throws InvalidInput if a setting is out of its range */
    public TrainingSettings {
        if (epochs < 1 || epochs > MAX_EPOCHS) {
            throw new InvalidInput("the epochs must be 1 to " + MAX_EPOCHS, "--epochs", "there are " + epochs);
        }
        requireBatch(batch);
    }

    static void requireBatch(int batch) {
        if (batch < 1 || batch > MAX_BATCH) {
            throw new InvalidInput("the training batch must be 1 to " + MAX_BATCH, "--batch", "it is " + batch);
        }
    }

    /** What the MLP of the zoo is trained with on 28×28 digits. */
    public static TrainingSettings mlp(long seed) {
        return new TrainingSettings(
                30,
                64,
                new Optimization(
                        new Optimizer.Sgd(0.9f, true),
                        0.05,
                        new Schedule.Cosine(0.05, 0.001),
                        5e-4,
                        Optimization.UNCLIPPED),
                Regularization.NONE.withAugmentation(Augmentation.DIGITS),
                seed);
    }

    /** What the CNN of the zoo is trained with on 28×28 digits. */
    public static TrainingSettings cnn(long seed) {
        return mlp(seed)
                .withEpochs(6)
                .optimizing(steps -> steps.withClipNorm(5))
                .regularizing(against -> against.withLabelSmoothing(0.05));
    }

    /** What models of measures are trained with, on standardized rows of a table. */
    public static TrainingSettings regression(long seed) {
        return mlp(seed)
                .withEpochs(60)
                .optimizing(steps -> steps.with(Optimizer.Adam.USUAL, 0.003).withWeightDecay(1e-4))
                .regularizing(against -> against.withAugmentation(Augmentation.NONE));
    }

    /** What the encoder classifier of the zoo is trained with on 28×28 digits. */
    public static TrainingSettings encoder(long seed) {
        return mlp(seed)
                .withEpochs(12)
                .optimizing(steps -> steps.with(Optimizer.Adam.USUAL, 0.003)
                        .withWeightDecay(0.01)
                        .withClipNorm(1));
    }

    /** What the residual network of the zoo is trained with on 32×32 pictures in colour. */
    public static TrainingSettings resnet(long seed) {
        return cnn(seed).withEpochs(20);
    }

    /** What a model of the zoo is trained with; one without settings of its own has the perceptron's. */
    public static TrainingSettings of(Architecture architecture, long seed) {
        if (architecture.task() == Task.REGRESSION) {
            return regression(seed);
        }
        return switch (architecture.id()) {
            case "cnn", "cnn-bn" -> cnn(seed);
            case "encoder" -> encoder(seed);
            case "resnet" -> resnet(seed);
            default -> mlp(seed);
        };
    }

    public TrainingSettings withEpochs(int other) {
        return new TrainingSettings(other, batch, optimization, regularization, seed);
    }

    public TrainingSettings withBatch(int other) {
        return new TrainingSettings(epochs, other, optimization, regularization, seed);
    }

    public TrainingSettings withSeed(long other) {
        return new TrainingSettings(epochs, batch, optimization, regularization, other);
    }

    /** The same with parameters that move otherwise. */
    public TrainingSettings optimizing(UnaryOperator<Optimization> change) {
        return new TrainingSettings(epochs, batch, change.apply(optimization), regularization, seed);
    }

    /** The same with other means against learning by heart. */
    public TrainingSettings regularizing(UnaryOperator<Regularization> change) {
        return new TrainingSettings(epochs, batch, optimization, change.apply(regularization), seed);
    }
}
