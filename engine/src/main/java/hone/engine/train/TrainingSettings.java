package hone.engine.train;

import hone.engine.InvalidInput;
import hone.engine.data.Augmentation;
import hone.engine.model.Architecture;
import hone.engine.model.Task;

/**
 * All that a training run depends on beside the model and the data: with the same settings it gives the same weights to
 * the bit.
 *
 * @param epochs passes over the training samples, 1 … 10,000
 * @param batch samples of one step, 1 … 65,536; the last batch of an epoch may be smaller
 * @param optimizer how parameters move
 * @param learningRate the schedule's factor 1, above 0 and at most 10
 * @param schedule how the learning rate changes
 * @param weightDecay 0 … 1, for weights and not for biases
 * @param clipNorm the largest norm of all gradients together, above 0; infinity leaves them as they are
 * @param labelSmoothing the share of each target that all classes have alike, from 0 to below 1
 * @param dropout the probability of each element before a linear layer to be left out, from 0 to below 1
 * @param augmentation what happens to training pictures
 * @param seed of the initial weights, the order of the samples and the augmentation
 */
public record TrainingSettings(
        int epochs,
        int batch,
        Optimizer optimizer,
        double learningRate,
        Schedule schedule,
        double weightDecay,
        double clipNorm,
        double labelSmoothing,
        double dropout,
        Augmentation augmentation,
        long seed) {
    /** The norm that leaves all gradients as they are. */
    public static final double UNCLIPPED = Double.POSITIVE_INFINITY;

    public static final int MAX_EPOCHS = 10_000;
    public static final int MAX_BATCH = 65_536;

    /** @throws InvalidInput if a setting is out of its range */
    public TrainingSettings {
        if (epochs < 1 || epochs > MAX_EPOCHS) {
            throw new InvalidInput("the epochs must be 1 to " + MAX_EPOCHS, "--epochs", "there are " + epochs);
        }
        if (batch < 1 || batch > MAX_BATCH) {
            throw new InvalidInput("the training batch must be 1 to " + MAX_BATCH, "--batch", "it is " + batch);
        }
        if (!(learningRate > 0 && learningRate <= 10)) {
            throw new InvalidInput("the learning rate must be above 0 and at most 10", "", "it is " + learningRate);
        }
        if (!(weightDecay >= 0 && weightDecay <= 1)) {
            throw new InvalidInput("the weight decay must be 0 to 1", "", "it is " + weightDecay);
        }
        if (!(clipNorm > 0)) {
            throw new InvalidInput("the largest norm of the gradients must be above 0", "", "it is " + clipNorm);
        }
        if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
            throw new InvalidInput("the label smoothing must be at least 0 and below 1", "", "it is " + labelSmoothing);
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new InvalidInput("the dropout must be at least 0 and below 1", "", "it is " + dropout);
        }
    }

    /** What the MLP of the zoo is trained with on 28×28 digits. */
    public static TrainingSettings mlp(long seed) {
        return new TrainingSettings(
                30,
                64,
                new Optimizer.Sgd(0.9f, true),
                0.05,
                new Schedule.Cosine(0.05, 0.001),
                5e-4,
                UNCLIPPED,
                0,
                0,
                Augmentation.DIGITS,
                seed);
    }

    /** What the CNN of the zoo is trained with on 28×28 digits. */
    public static TrainingSettings cnn(long seed) {
        return mlp(seed).withEpochs(6).withClipNorm(5).withLabelSmoothing(0.05);
    }

    /** What models of measures are trained with, on standardized rows of a table. */
    public static TrainingSettings regression(long seed) {
        return mlp(seed)
                .withEpochs(60)
                .withOptimizer(new Optimizer.Adam(0.9f, 0.999f, 1e-8f), 0.003)
                .withWeightDecay(1e-4)
                .withAugmentation(Augmentation.NONE);
    }

    /** What the encoder classifier of the zoo is trained with on 28×28 digits. */
    public static TrainingSettings encoder(long seed) {
        return mlp(seed)
                .withEpochs(12)
                .withOptimizer(new Optimizer.Adam(0.9f, 0.999f, 1e-8f), 0.003)
                .withWeightDecay(0.01)
                .withClipNorm(1);
    }

    /** What the residual network of the zoo is trained with on 32×32 pictures in colour. */
    public static TrainingSettings resnet(long seed) {
        return mlp(seed).withEpochs(20).withClipNorm(5).withLabelSmoothing(0.05);
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
        return new TrainingSettings(
                other,
                batch,
                optimizer,
                learningRate,
                schedule,
                weightDecay,
                clipNorm,
                labelSmoothing,
                dropout,
                augmentation,
                seed);
    }

    public TrainingSettings withBatch(int other) {
        return new TrainingSettings(
                epochs,
                other,
                optimizer,
                learningRate,
                schedule,
                weightDecay,
                clipNorm,
                labelSmoothing,
                dropout,
                augmentation,
                seed);
    }

    public TrainingSettings withOptimizer(Optimizer other, double itsLearningRate) {
        return new TrainingSettings(
                epochs,
                batch,
                other,
                itsLearningRate,
                schedule,
                weightDecay,
                clipNorm,
                labelSmoothing,
                dropout,
                augmentation,
                seed);
    }

    public TrainingSettings withSchedule(Schedule other) {
        return new TrainingSettings(
                epochs,
                batch,
                optimizer,
                learningRate,
                other,
                weightDecay,
                clipNorm,
                labelSmoothing,
                dropout,
                augmentation,
                seed);
    }

    public TrainingSettings withWeightDecay(double other) {
        return new TrainingSettings(
                epochs,
                batch,
                optimizer,
                learningRate,
                schedule,
                other,
                clipNorm,
                labelSmoothing,
                dropout,
                augmentation,
                seed);
    }

    public TrainingSettings withClipNorm(double other) {
        return new TrainingSettings(
                epochs,
                batch,
                optimizer,
                learningRate,
                schedule,
                weightDecay,
                other,
                labelSmoothing,
                dropout,
                augmentation,
                seed);
    }

    public TrainingSettings withLabelSmoothing(double other) {
        return new TrainingSettings(
                epochs,
                batch,
                optimizer,
                learningRate,
                schedule,
                weightDecay,
                clipNorm,
                other,
                dropout,
                augmentation,
                seed);
    }

    public TrainingSettings withDropout(double other) {
        return new TrainingSettings(
                epochs,
                batch,
                optimizer,
                learningRate,
                schedule,
                weightDecay,
                clipNorm,
                labelSmoothing,
                other,
                augmentation,
                seed);
    }

    public TrainingSettings withAugmentation(Augmentation other) {
        return new TrainingSettings(
                epochs,
                batch,
                optimizer,
                learningRate,
                schedule,
                weightDecay,
                clipNorm,
                labelSmoothing,
                dropout,
                other,
                seed);
    }

    public TrainingSettings withSeed(long other) {
        return new TrainingSettings(
                epochs,
                batch,
                optimizer,
                learningRate,
                schedule,
                weightDecay,
                clipNorm,
                labelSmoothing,
                dropout,
                augmentation,
                other);
    }
}
