package hone.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import hone.engine.data.Augmentation;
import hone.engine.data.DigitGenerator;
import hone.engine.data.LabelledImages;
import hone.engine.data.Split;
import hone.engine.data.story.StoryGenerator;
import hone.engine.data.story.StoryWords;
import hone.engine.data.token.TokenCorpus;
import hone.engine.memory.MemoryBudget;
import hone.engine.model.Architecture;
import hone.engine.model.Gpt;
import hone.engine.model.GptDimensions;
import hone.engine.model.Mlp;
import hone.engine.model.Model;
import hone.engine.model.Task;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.Planner;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Training ends where the held-out loss no longer falls, and gives the weights that it was lowest with. */
class EarlyStoppingTest {
    private static final Architecture SMALL = new Architecture(
            "small", "MLP 784-24-10", "For tests.", Task.CLASSIFICATION, "x", "logits", () -> Mlp.graph(784, 24, 10));

    /** Few samples that are not augmented are soon known by heart. */
    private static final TrainingSettings BY_HEART = TrainingSettings.mlp(3)
            .withEpochs(200)
            .withBatch(32)
            .withPatience(3)
            .regularizing(against -> against.withAugmentation(Augmentation.NONE));

    private final MemoryBudget budget = new MemoryBudget(1L << 28);

    @AutoClose
    private final KernelPool pool = new KernelPool(2);

    private static LabelledImages digits(DigitGenerator.Stream stream, int count) {
        return DigitGenerator.generate(1, stream, 0, count, Progress.NONE, new Cancellation());
    }

    @Test
    void theWeightsWithTheLowestHeldOutLossAreKept() {
        Trainer trainer = new Trainer(new Planner(KernelCosts.typical()), pool, budget);
        Split data = new Split(digits(DigitGenerator.Stream.TRAIN, 200), digits(DigitGenerator.Stream.TEST, 40));
        List<String> hashes = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void report(double fraction, String what) {}

            @Override
            public void epochDone(EpochReport report, Supplier<Model> snapshot) {
                hashes.add(snapshot.get().hash());
            }
        };
        TrainingResult result = trainer.train(SMALL, data, BY_HEART, listener, new Cancellation());
        Ending ending = result.ending();
        assertTrue(ending.early() && ending.at() < 200, ending.text());
        Ending.Best best = ending.best().orElseThrow();
        assertEquals(ending.at(), best.at() + 3, ending.text());
        assertEquals(hashes.get((int) best.at() - 1), result.model().hash());
        for (EpochReport epoch : result.epochs()) {
            assertTrue(epoch.heldOutLoss().orElseThrow() >= best.heldOutLoss(), epoch.toString());
        }
        assertTrue(ending.text().startsWith("stopped early after epoch " + ending.at() + " of 200: "), ending.text());
        assertTrue(ending.text().contains("the weights of epoch " + best.at() + ","), ending.text());
    }

    @Test
    void theHeldOutSamplesTakeNoPart() {
        LabelledImages all = digits(DigitGenerator.Stream.TRAIN, 200);
        Split cut = all.shuffledSplit(3, 180);
        Trainer trainer = new Trainer(new Planner(KernelCosts.typical()), pool, budget);
        Model start = Initialisation.fresh(SMALL, 3, budget);
        TrainingSettings two = BY_HEART.withEpochs(2);
        TrainingResult patient =
                trainer.train(start, new Split(all, all), two, TrainingListener.NONE, new Cancellation());
        TrainingResult plain = trainer.train(
                start, new Split(cut.train(), all), two.withPatience(0), TrainingListener.NONE, new Cancellation());
        assertEquals(plain.model().hash(), patient.model().hash(), "the same 180 samples in the same order");
        assertFalse(patient.ending().early());
        assertTrue(patient.ending().text().startsWith("trained to the end, epoch 2; the weights of epoch 2"));
        assertEquals(
                "trained to the end, epoch 2; the last weights are kept",
                plain.ending().text());
    }

    @Test
    void aTransformerStopsByHeldOutText() {
        StoryWords words = StoryWords.all();
        GptDimensions small = new GptDimensions(1, 2, 2, 16, 32, words.vocabularySize(), 16);
        Architecture gpt = new Architecture(
                "gpt", "GPT", "For tests.", Task.LANGUAGE, Gpt.IDS, Gpt.LOGITS, () -> Gpt.whole(small));
        Model fresh = Initialisation.fresh(gpt, 5, budget);
        TokenCorpus train = TokenCorpus.of(StoryGenerator.text(17, 0, 1), words);
        TokenCorpus heldOut = TokenCorpus.of(StoryGenerator.text(18, 0, 2), words);
        LanguageSettings settings =
                LanguageSettings.usual(200, 4, 16, 5).withPatience(2).optimizing(steps -> steps.withLearningRate(0.02));
        LanguageTrainer trainer = new LanguageTrainer(new Planner(KernelCosts.typical()), pool, budget);
        LanguageListener none = LanguageListener.of(Progress.NONE);
        TrainingText text = new TrainingText(train, heldOut, heldOut.windows(16));
        LanguageResult result = trainer.train(fresh, text, settings, StateKeeping.NONE, none, new Cancellation());
        assertTrue(result.ending().early(), result.ending().text());
        assertEquals(
                result.ending().best().orElseThrow().heldOutLoss(),
                result.curve().stream()
                        .mapToDouble(point -> point.heldOutLoss().orElseThrow())
                        .min()
                        .orElseThrow());
        assertThrows(
                InvalidInput.class,
                () -> trainer.train(
                        fresh, TrainingText.of(train), settings, StateKeeping.NONE, none, new Cancellation()));
    }
}
