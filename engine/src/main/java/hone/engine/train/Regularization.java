package hone.engine.train;

import hone.engine.InvalidInput;
import hone.engine.data.Augmentation;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * What keeps a model from learning its samples by heart.
 *
 * @param labelSmoothing the share of each target that all classes have alike, from 0 to below 1
 * @param dropout the probability of each element before a linear layer to be left out, from 0 to below 1
 * @param augmentation what happens to training pictures
 */
public record Regularization(double labelSmoothing, double dropout, Augmentation augmentation) {
    /** Samples and targets as they are. */
    public static final Regularization NONE = new Regularization(0, 0, Augmentation.NONE);

    /** @throws InvalidInput if a setting is out of its range */
    public Regularization {
        if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
            throw new InvalidInput("the label smoothing must be at least 0 and below 1", "", "it is " + labelSmoothing);
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new InvalidInput("the dropout must be at least 0 and below 1", "", "it is " + dropout);
        }
    }

    public Regularization withLabelSmoothing(double other) {
        return new Regularization(other, dropout, augmentation);
    }

    public Regularization withDropout(double other) {
        return new Regularization(labelSmoothing, other, augmentation);
    }

    public Regularization withAugmentation(Augmentation other) {
        return new Regularization(labelSmoothing, dropout, other);
    }

    /** Each setting by its name, for reports. */
    public SequencedMap<String, Object> values() {
        SequencedMap<String, Object> values = new LinkedHashMap<>();
        values.put("labelSmoothing", labelSmoothing);
        values.put("dropout", dropout);
        values.put("augmentation", augmentation.text());
        return values;
    }
}
