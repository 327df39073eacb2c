package hone.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.engine.data.Augmentation;
import org.junit.jupiter.api.Test;

class TrainingSettingsTest {
    private static final TrainingSettings USUAL = TrainingSettings.mlp(1);

    @Test
    void eachSettingCanBeReplaced() {
        TrainingSettings other = USUAL.withEpochs(3)
                .withBatch(7)
                .optimizing(steps -> steps.with(Optimizer.Adam.USUAL, 0.001)
                        .withSchedule(new Schedule.Constant())
                        .withWeightDecay(0.5)
                        .withClipNorm(2))
                .regularizing(against ->
                        against.withLabelSmoothing(0.1).withDropout(0.3).withAugmentation(Augmentation.NONE))
                .withSeed(9);
        assertEquals(
                new TrainingSettings(
                        3,
                        7,
                        new Optimization(Optimizer.Adam.USUAL, 0.001, new Schedule.Constant(), 0.5, 2),
                        new Regularization(0.1, 0.3, Augmentation.NONE),
                        9),
                other);
    }

    @Test
    void rangesAreCheckedWithTheNumberInTheSentence() {
        InvalidInput epochs = assertThrows(InvalidInput.class, () -> USUAL.withEpochs(0));
        assertTrue(epochs.getMessage().contains("1 to 10000")
                && epochs.getMessage().contains("are 0"));
        assertThrows(InvalidInput.class, () -> USUAL.withEpochs(10_001));
        assertThrows(InvalidInput.class, () -> USUAL.withBatch(0));
        assertThrows(InvalidInput.class, () -> USUAL.withBatch(65_537));
        assertThrows(InvalidInput.class, () -> USUAL.optimizing(steps -> steps.withWeightDecay(-1)));
        assertThrows(InvalidInput.class, () -> USUAL.regularizing(against -> against.withDropout(1)));
        assertThrows(InvalidInput.class, () -> USUAL.regularizing(against -> against.withDropout(Double.NaN)));
        assertThrows(InvalidInput.class, () -> USUAL.optimizing(steps -> steps.withClipNorm(0)));
        assertThrows(InvalidInput.class, () -> USUAL.optimizing(steps -> steps.withClipNorm(Double.NaN)));
        assertThrows(InvalidInput.class, () -> USUAL.regularizing(against -> against.withLabelSmoothing(1)));
        assertThrows(InvalidInput.class, () -> USUAL.regularizing(against -> against.withLabelSmoothing(-0.1)));
        assertThrows(InvalidInput.class, () -> USUAL.optimizing(steps -> steps.with(Optimizer.Adam.USUAL, 0)));
        assertThrows(InvalidInput.class, () -> USUAL.optimizing(steps -> steps.with(Optimizer.Adam.USUAL, Double.NaN)));
        assertThrows(InvalidInput.class, () -> new Optimizer.Sgd(1, false));
        assertThrows(InvalidInput.class, () -> new Optimizer.Adam(0.9f, 2, 1e-8f));
    }
}
