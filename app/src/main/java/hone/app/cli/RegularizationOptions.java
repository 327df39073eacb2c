package hone.app.cli;

import hone.engine.InvalidInput;
import hone.engine.data.Augmentation;
import hone.engine.data.LabelledImages;
import hone.engine.train.Regularization;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What keeps a model from learning its samples by heart, where it is not to be as is usual for the model. */
final class RegularizationOptions {
    private static final String NUMBERS = "none, digits, or three numbers such as 2,12,0.1";

    @Option(
            names = "--dropout",
            paramLabel = "P",
            description = "the probability of each element before a linear layer to be left out (default: 0)")
    private @Nullable Double dropout;

    @Option(
            names = "--label-smoothing",
            paramLabel = "S",
            description = "the share of each target that all classes have alike (default: the model's)")
    private @Nullable Double labelSmoothing;

    @Option(
            names = "--augment",
            paramLabel = "A",
            description =
                    "what happens to training pictures: none, digits, or PIXELS,DEGREES,SCALE, the most that each is"
                            + " moved, turned and scaled by (default: digits, which is 2,12,0.1, for 28x28 pixels, else none)")
    private @Nullable String augment;

    void addTo(GivenOptions given) {
        given.put("--dropout", dropout).put("--label-smoothing", labelSmoothing).put("--augment", augment);
    }

    /** @throws InvalidInput if one is out of its range */
    Regularization on(Regularization usual) {
        Regularization against = usual;
        if (dropout != null) {
            against = against.withDropout(dropout);
        }
        if (labelSmoothing != null) {
            against = against.withLabelSmoothing(labelSmoothing);
        }
        return augment == null ? against : against.withAugmentation(augmentation(augment));
    }

    /**
     * The same for samples that are known: the usual augmentation is for digits alone.
     *
     * @throws InvalidInput if what was given makes no sense for them
     */
    Regularization on(Regularization usual, LabelledImages samples) {
        if (labelSmoothing != null && samples.measured()) {
            throw new InvalidInput(
                    "only classes can be smoothed", "--label-smoothing " + labelSmoothing, "the data has measures");
        }
        if (augment != null && samples.rows() == 1 && !augmentation(augment).isNone()) {
            throw new InvalidInput(
                    "only pictures can be augmented", "--augment " + augment, "the data is rows of numbers");
        }
        boolean digits = samples.rows() == 28 && samples.columns() == 28;
        return augment == null && !digits ? usual.withAugmentation(Augmentation.NONE) : usual;
    }

    /** @throws InvalidInput if pictures are meant */
    void refuseAugmentation(String model) {
        if (augment != null) {
            throw new InvalidInput("only pictures can be augmented", "--augment " + augment, model + " reads texts");
        }
    }

    private static Augmentation augmentation(String text) {
        if (text.equals("none")) {
            return Augmentation.NONE;
        }
        if (text.equals("digits")) {
            return Augmentation.DIGITS;
        }
        String[] numbers = text.split(",", -1);
        try {
            if (numbers.length == 3) {
                return new Augmentation(
                        Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1]), Double.parseDouble(numbers[2]));
            }
        } catch (NumberFormatException _) {
            throw new InvalidInput("this is no augmentation", "--augment " + text, "write " + NUMBERS);
        }
        throw new InvalidInput("this is no augmentation", "--augment " + text, "write " + NUMBERS);
    }
}
