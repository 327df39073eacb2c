package hone.engine.train;

import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.data.DataSpec;
import hone.engine.data.SharedData;
import hone.engine.data.TextCorpus;
import hone.engine.data.token.CharacterTokenizer;
import hone.engine.data.token.TokenCorpus;
import hone.engine.memory.MemoryBudget;
import hone.engine.model.Model;
import hone.engine.model.NamedGpt;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.Planner;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What a small character transformer reaches on real text. The same run, with its curve, is
 * {@code hone train gpt-4-128-4-128 --data text:PATH --steps 3000}.
 */
@Tag("slow")
class TextFiguresTest {
    private static final int STEPS = 3_000;
    private static final int LENGTH = 128;
    private static final long SEED = 1;

    @AutoClose
    private final KernelPool pool = new KernelPool(Runtime.getRuntime().availableProcessors());

    private final MemoryBudget budget = MemoryBudget.ofThisMachine();
    private final Planner planner = new Planner(KernelCosts.typical());

    @Test
    void aCharacterTransformerLearnsShakespeare() {
        TextCorpus.Parts parts =
                DataSpec.parse("text:" + SharedData.file("tinyshakespeare.txt")).loadParts();
        CharacterTokenizer characters = CharacterTokenizer.of(
                parts.train().text() + parts.validation().text() + parts.test().text());
        TokenCorpus train = TokenCorpus.of(parts.train(), characters);
        TokenCorpus validation = TokenCorpus.of(parts.validation(), characters);
        NamedGpt named = NamedGpt.parse("gpt-4-128-4-128").withVocabulary(characters.vocabularySize());
        Model fresh = Initialisation.fresh(named.architecture(), SEED, budget);
        long start = System.nanoTime();
        LanguageListener listener = new LanguageListener() {
            @Override
            public void report(double fraction, String what) {}

            @Override
            public void stepDone(Step step, Supplier<Model> snapshot) {
                if (step.step() % 300 == 0) {
                    System.out.printf(
                            Locale.ROOT,
                            "tinyshakespeare, step %d: loss %.4f, %.0f s%n",
                            step.step(),
                            step.smoothedLoss(),
                            (System.nanoTime() - start) / 1e9);
                }
            }
        };
        Cancellation never = new Cancellation();
        Model trained = new LanguageTrainer(planner, pool, budget)
                .train(fresh, train, LanguageSettings.usual(STEPS, 16, LENGTH, SEED), listener, never);
        double seconds = (System.nanoTime() - start) / 1e9;
        double nats = new LanguageJudge(planner, pool, budget)
                .losses(trained, validation, validation.judging(OptionalInt.empty(), LENGTH), never)
                .natsPerToken();
        System.out.printf(
                Locale.ROOT,
                "tinyshakespeare: %,d parameters, %d steps in %.0f s, validation loss %.4f nats/char%n",
                trained.parameters(),
                STEPS,
                seconds,
                nats);
        assertTrue(nats < 1.9, "validation loss " + nats);
        assertTrue(seconds < 900, "it took " + seconds + " s");
    }
}
