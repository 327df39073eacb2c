package hone.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.Cancelled;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import hone.engine.data.DigitGenerator;
import hone.engine.data.LabelledImages;
import hone.engine.data.Split;
import hone.engine.data.story.StoryGenerator;
import hone.engine.data.story.StoryWords;
import hone.engine.data.token.TokenCorpus;
import hone.engine.memory.MemoryBudget;
import hone.engine.model.Architecture;
import hone.engine.model.Cnn;
import hone.engine.model.Gpt;
import hone.engine.model.GptDimensions;
import hone.engine.model.Mlp;
import hone.engine.model.Model;
import hone.engine.model.Task;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.Planner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that is broken off and goes on gives the same bits as one without a break. */
class ResumeTest {
    private static final Architecture MLP = new Architecture(
            "small", "MLP 784-24-10", "For tests.", Task.CLASSIFICATION, "x", "logits", () -> Mlp.graph(784, 24, 10));
    private static final Architecture CNN = new Architecture(
            "cnn-bn", "CNN 2-4", "For tests.", Task.CLASSIFICATION, "x", "logits", () -> Cnn.rows(28, 10, true, 2, 4));

    /** Eight steps an epoch, the last of 53 samples. */
    private static final Split DIGITS =
            new Split(digits(DigitGenerator.Stream.TRAIN, 501), digits(DigitGenerator.Stream.TEST, 40));

    private static final TrainingSettings ADAM = TrainingSettings.mlp(5)
            .withEpochs(3)
            .optimizing(steps -> steps.with(Optimizer.Adam.USUAL, 0.003).withClipNorm(1))
            .regularizing(against -> against.withDropout(0.2).withLabelSmoothing(0.1));

    @TempDir
    Path folder;

    private final MemoryBudget budget = new MemoryBudget(1L << 28);

    @AutoClose
    private final KernelPool pool = new KernelPool(2);

    private final Trainer trainer = new Trainer(new Planner(KernelCosts.typical()), pool, budget);

    private static LabelledImages digits(DigitGenerator.Stream stream, int count) {
        return DigitGenerator.generate(1, stream, 0, count, Progress.NONE, new Cancellation());
    }

    /** Raises a flag after some steps, and remembers which states were saved. */
    private static final class Breaking implements TrainingListener {
        private final Cancellation stop;
        private final long after;
        private final List<Long> saved = new ArrayList<>();

        Breaking(Cancellation stop, long after) {
            this.stop = stop;
            this.after = after;
        }

        @Override
        public void report(double fraction, String what) {}

        @Override
        public void stepDone(long step, long steps, double loss) {
            if (step == after) {
                stop.cancel();
            }
        }

        @Override
        public void epochDone(EpochReport report, Supplier<Model> snapshot) {}

        @Override
        public void stateSaved(Path file, long step) {
            saved.add(step);
        }
    }

    private TrainingResult train(
            Architecture model, TrainingSettings settings, StateKeeping keeping, TrainingListener listener) {
        return train(model, settings, keeping, listener, new Cancellation());
    }

    private TrainingResult train(
            Architecture model,
            TrainingSettings settings,
            StateKeeping keeping,
            TrainingListener listener,
            Cancellation stop) {
        Model fresh = Initialisation.fresh(model, settings.seed(), budget);
        return trainer.train(fresh, DIGITS, settings, keeping, listener, stop);
    }

    private Path broken(Architecture model, TrainingSettings settings, int after) {
        Path file = folder.resolve(model.id() + after + ".state");
        Cancellation stop = new Cancellation();
        Breaking listener = new Breaking(stop, after);
        assertThrows(Cancelled.class, () -> train(model, settings, StateKeeping.in(file, 0), listener, stop));
        assertEquals(List.of((long) after), listener.saved);
        return file;
    }

    private static List<Double> losses(TrainingResult result) {
        return result.epochs().stream().map(EpochReport::loss).toList();
    }

    static Stream<Arguments> runs() {
        TrainingSettings measured = TrainingSettings.cnn(5).withEpochs(2);
        return Stream.of(
                Arguments.of(MLP, ADAM, 1),
                Arguments.of(MLP, ADAM, 11),
                Arguments.of(MLP, ADAM, 16),
                Arguments.of(MLP, ADAM.withPatience(2), 13),
                Arguments.of(MLP, ADAM.spending(memory -> memory.withParts(3)), 11),
                Arguments.of(CNN, measured, 5),
                Arguments.of(CNN, measured.spending(memory -> memory.withParts(2)), 9),
                Arguments.of(CNN, measured, 10));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void goingOnGivesTheSameBits(Architecture model, TrainingSettings settings, int after) {
        TrainingResult whole = train(model, settings, StateKeeping.NONE, TrainingListener.NONE);
        Path file = broken(model, settings, after);
        TrainingResult twice = train(model, settings, StateKeeping.from(file, 0), TrainingListener.NONE);
        assertEquals(whole.model().hash(), twice.model().hash(), "seed " + settings.seed());
        assertEquals(losses(whole), losses(twice));
        assertEquals(
                whole.epochs().getLast().heldOutLoss(), twice.epochs().getLast().heldOutLoss());
        assertEquals(whole.ending(), twice.ending());
    }

    /** It changes no bit, so that a run may go on with less memory. */
    @Test
    void itMayGoOnRecomputing() {
        String whole = train(MLP, ADAM, StateKeeping.NONE, TrainingListener.NONE)
                .model()
                .hash();
        Path file = broken(MLP, ADAM, 11);
        TrainingSettings less = ADAM.spending(memory -> memory.withRecompute(true));
        assertEquals(
                whole,
                train(MLP, less, StateKeeping.from(file, 0), TrainingListener.NONE)
                        .model()
                        .hash());
    }

    @Test
    void aRunMayBeBrokenOffTwice() {
        String whole = train(MLP, ADAM, StateKeeping.NONE, TrainingListener.NONE)
                .model()
                .hash();
        Path file = broken(MLP, ADAM, 3);
        Cancellation stop = new Cancellation();
        Breaking listener = new Breaking(stop, 19);
        assertThrows(Cancelled.class, () -> train(MLP, ADAM, StateKeeping.from(file, 0), listener, stop));
        assertEquals(
                whole,
                train(MLP, ADAM, StateKeeping.from(file, 0), TrainingListener.NONE)
                        .model()
                        .hash());
    }

    @Test
    void theStateIsSavedEverySoManyEpochs() throws IOException {
        Path file = folder.resolve("often.state");
        Breaking listener = new Breaking(new Cancellation(), -1);
        String whole =
                train(MLP, ADAM, StateKeeping.in(file, 1), listener).model().hash();
        assertEquals(List.of(8L, 16L), listener.saved, "after the last epoch there is nothing to go on with");
        assertEquals(
                whole,
                train(MLP, ADAM, StateKeeping.from(file, 0), TrainingListener.NONE)
                        .model()
                        .hash());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList(), "no unfinished file is left");
        }
    }

    @Test
    void anotherRunIsRefusedWithWhatDiffers() {
        Path file = broken(MLP, ADAM, 11);
        StateKeeping from = StateKeeping.from(file, 0);
        long before = budget.used();
        assertRefused(from, MLP, ADAM.withEpochs(4), "its epochs is 3 instead of 4");
        assertRefused(
                from, MLP, ADAM.regularizing(against -> against.withDropout(0.1)), "its dropout is 0.2 instead of 0.1");
        assertRefused(from, MLP, ADAM.withSeed(6), "its seed is 5 instead of 6");
        assertRefused(from, CNN, ADAM, "its model is small instead of cnn-bn");
        Model other = Initialisation.fresh(MLP, 99, budget);
        InvalidInput weights = assertThrows(
                InvalidInput.class,
                () -> trainer.train(other, DIGITS, ADAM, from, TrainingListener.NONE, new Cancellation()));
        assertTrue(weights.getMessage().contains("it began with other weights"), weights.getMessage());
        Model same = Initialisation.fresh(MLP, 5, budget);
        Split fewer = new Split(DIGITS.test(), DIGITS.test());
        InvalidInput data = assertThrows(
                InvalidInput.class,
                () -> trainer.train(same, fewer, ADAM, from, TrainingListener.NONE, new Cancellation()));
        assertTrue(data.getMessage().contains("it learned from other data"), data.getMessage());
        assertFalse(data.getMessage().contains("\n"));
        assertTrue(budget.used() - before < 1 << 20, "only the fresh models are left");
    }

    private void assertRefused(StateKeeping from, Architecture model, TrainingSettings settings, String difference) {
        InvalidInput refusal =
                assertThrows(InvalidInput.class, () -> train(model, settings, from, TrainingListener.NONE));
        assertTrue(refusal.getMessage().contains(difference), refusal.getMessage());
        assertTrue(refusal.getMessage().contains(folder.toString()), refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 10})
    void aTransformerGoesOnToo(int after) {
        StoryWords words = StoryWords.all();
        GptDimensions small = new GptDimensions(1, 2, 2, 16, 32, words.vocabularySize(), 16);
        Architecture gpt = new Architecture(
                "gpt", "GPT", "For tests.", Task.LANGUAGE, Gpt.IDS, Gpt.LOGITS, () -> Gpt.whole(small));
        Model fresh = Initialisation.fresh(gpt, 5, budget);
        TokenCorpus train = TokenCorpus.of(StoryGenerator.text(17, 0, 40), words);
        TokenCorpus heldOut = TokenCorpus.of(StoryGenerator.text(17, 1000, 4), words);
        TrainingText text = new TrainingText(train, heldOut, heldOut.windows(16).subList(0, 3));
        LanguageSettings settings =
                LanguageSettings.usual(14, 3, 16, 5).withPatience(9).regularizing(against -> against.withDropout(0.1));
        LanguageTrainer languages = new LanguageTrainer(new Planner(KernelCosts.typical()), pool, budget);
        LanguageListener none = LanguageListener.of(Progress.NONE);
        LanguageResult whole = languages.train(fresh, text, settings, StateKeeping.NONE, none, new Cancellation());
        Path file = folder.resolve("gpt.state");
        Cancellation stop = new Cancellation();
        LanguageListener breaking = new LanguageListener() {
            @Override
            public void report(double fraction, String what) {}

            @Override
            public void stepDone(Step step, Supplier<Model> snapshot) {
                if (step.step() == after) {
                    stop.cancel();
                }
            }
        };
        assertThrows(
                Cancelled.class,
                () -> languages.train(fresh, text, settings, StateKeeping.in(file, 4), breaking, stop));
        LanguageResult twice =
                languages.train(fresh, text, settings, StateKeeping.from(file, 4), none, new Cancellation());
        assertEquals(whole.model().hash(), twice.model().hash(), "seed 5");
        assertEquals(whole.ending(), twice.ending());
        assertEquals(
                whole.curve().stream().map(CurvePoint::heldOutLoss).toList(),
                twice.curve().stream().map(CurvePoint::heldOutLoss).toList());
    }
}
