package hone.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.Cancelled;
import hone.engine.InvalidInput;
import hone.engine.Progress;
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
import org.junit.jupiter.api.Test;

class LanguageTrainerTest {
    private static final long SEED = 17;
    private static final StoryWords WORDS = StoryWords.all();
    private static final GptDimensions SMALL = new GptDimensions(1, 2, 2, 32, 64, WORDS.vocabularySize(), 32);

    private final MemoryBudget budget = new MemoryBudget(512L << 20);
    private final TokenCorpus train = TokenCorpus.of(StoryGenerator.text(SEED, 0, 400), WORDS);
    private final TokenCorpus test = TokenCorpus.of(StoryGenerator.text(SEED, 100_000, 20), WORDS);

    private Model fresh() {
        Architecture gpt = new Architecture(
                "gpt", "GPT", "for a test", Task.LANGUAGE, Gpt.IDS, Gpt.LOGITS, () -> Gpt.whole(SMALL));
        return Initialisation.fresh(gpt, SEED, budget);
    }

    private LanguageTrainer trainer(KernelPool pool) {
        return new LanguageTrainer(new Planner(KernelCosts.typical()), pool, budget);
    }

    @Test
    void aSmallTransformerLearnsWhatFollows() {
        try (KernelPool pool = new KernelPool(2)) {
            LanguageTrainer trainer = trainer(pool);
            Cancellation never = new Cancellation();
            Model fresh = fresh();
            double before = trainer.loss(fresh, test, 32, never);
            assertEquals(Math.log(WORDS.vocabularySize()), before, 0.3, "a fresh model knows nothing, seed " + SEED);
            LanguageSettings settings = LanguageSettings.usual(400, 8, 32, SEED);
            Model trained = trainer.train(fresh, train, settings, Progress.NONE, never);
            double after = trainer.loss(trained, test, 32, never);
            assertTrue(after < 0.6 * before, "from " + before + " to " + after + ", seed " + SEED);
            assertEquals(before, trainer.loss(fresh, test, 32, never), "the model it began with does not change");
        }
    }

    @Test
    void anyNumberOfThreadsGivesTheSameWeights() {
        LanguageSettings settings = LanguageSettings.usual(5, 3, 17, SEED);
        String hash = "";
        for (int threads = 1; threads <= 3; threads++) {
            try (KernelPool pool = new KernelPool(threads)) {
                Model trained = trainer(pool).train(fresh(), train, settings, Progress.NONE, new Cancellation());
                assertTrue(hash.isEmpty() || hash.equals(trained.hash()), threads + " threads, seed " + SEED);
                hash = trained.hash();
            }
        }
    }

    @Test
    void whatDoesNotFitIsRefusedAndAStopStops() {
        try (KernelPool pool = new KernelPool(1)) {
            LanguageTrainer trainer = trainer(pool);
            Cancellation stop = new Cancellation();
            InvalidInput tooLong = assertThrows(
                    InvalidInput.class,
                    () -> trainer.train(fresh(), train, LanguageSettings.usual(1, 1, 33, SEED), Progress.NONE, stop));
            assertTrue(tooLong.getMessage().contains("33 tokens"), tooLong.getMessage());
            Architecture mlp = Mlp.DIGITS;
            assertThrows(
                    InvalidInput.class, () -> trainer.loss(Initialisation.fresh(mlp, SEED, budget), test, 8, stop));
            stop.cancel();
            assertThrows(
                    Cancelled.class,
                    () -> trainer.train(fresh(), train, LanguageSettings.usual(9, 1, 8, SEED), Progress.NONE, stop));
            assertThrows(InvalidInput.class, () -> LanguageSettings.usual(0, 1, 8, SEED));
        }
    }
}
