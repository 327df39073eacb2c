package hone.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hone.engine.Cancellation;
import hone.engine.Cancelled;
import hone.engine.InvalidInput;
import hone.engine.data.story.StoryGenerator;
import hone.engine.data.story.StoryWords;
import hone.engine.data.token.TokenCorpus;
import hone.engine.data.token.TokenWindow;
import hone.engine.generate.Sequence;
import hone.engine.memory.MemoryBudget;
import hone.engine.model.Model;
import hone.engine.model.NamedGpt;
import hone.engine.run.Fixtures;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
import hone.engine.run.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LanguageJudgeTest {
    private static final long SEED = 6;
    private static final StoryWords WORDS = StoryWords.all();

    private final MemoryBudget budget = new MemoryBudget(128L << 20);

    @AutoClose
    private final KernelPool pool = new KernelPool(2);

    private final Planner planner = new Planner(KernelCosts.typical());
    private final LanguageJudge judge = new LanguageJudge(planner, pool, budget);
    private final TokenCorpus text = TokenCorpus.of(StoryGenerator.text(SEED, 0, 3), WORDS);
    private final Cancellation never = new Cancellation();

    private Model model(String name) {
        return Fixtures.model(NamedGpt.parse(name).architecture().graph().get(), budget, SEED);
    }

    /** The loss of a window is what a sequence that grows token by token gives for the same tokens. */
    @Test
    void aWindowsLossIsThatOfItsTokensOneByOne() {
        Model model = model("gpt-1-16-2-40");
        List<TokenWindow> windows = List.of(new TokenWindow(0, 12), new TokenWindow(50, 1), new TokenWindow(60, 40));
        TextLosses losses = judge.losses(model, text, windows, never);
        assertEquals(53, losses.tokens());
        var plan = planner.plan(model.graph(), model.weights(), PlanRequest.baseline(1));
        double all = 0;
        try (Sequence sequence = Sequence.open(plan, pool, budget)) {
            for (int w = 0; w < windows.size(); w++) {
                sequence.clear();
                double nats = 0;
                for (int i = 0; i < windows.get(w).length(); i++) {
                    int at = windows.get(w).start() + i;
                    float[] scores = sequence.append(new int[] {text.token(at)}, Probe.NONE, never);
                    double total = 0;
                    for (float score : scores) {
                        total += Math.exp(score);
                    }
                    nats += Math.log(total) - scores[text.token(at + 1)];
                }
                assertEquals(nats, losses.windows().get(w).nats(), 1e-4 * nats);
                all += nats;
            }
        }
        assertEquals(all / 53, losses.natsPerToken(), 1e-4);
        assertEquals(Math.exp(all / 53), losses.perplexity(), 1e-2);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Model model = model("gpt-1-16-2-40");
        assertThrows(InvalidInput.class, () -> judge.losses(model, text, List.of(), never));
        assertThrows(InvalidInput.class, () -> judge.losses(model, text, List.of(new TokenWindow(0, 41)), never));
        assertThrows(
                InvalidInput.class,
                () -> judge.losses(model("gpt-1-16-2-40-v9"), text, List.of(new TokenWindow(0, 4)), never));
        Cancellation stop = new Cancellation();
        stop.cancel();
        assertThrows(Cancelled.class, () -> judge.losses(model, text, List.of(new TokenWindow(0, 4)), stop));
    }

    @Test
    void aListenerHearsEveryStepAndMayAskForTheWeights() {
        Model start = model("gpt-1-16-2-40");
        List<LanguageListener.Step> steps = new ArrayList<>();
        List<String> hashes = new ArrayList<>();
        LanguageListener listener = new LanguageListener() {
            @Override
            public void report(double fraction, String what) {}

            @Override
            public void stepDone(Step step, Supplier<Model> snapshot) {
                steps.add(step);
                hashes.add(snapshot.get().hash());
            }
        };
        Model trained = new LanguageTrainer(planner, pool, budget)
                .train(start, text, LanguageSettings.usual(4, 2, 20, SEED), listener, never);
        assertEquals(
                List.of(1, 2, 3, 4),
                steps.stream().map(LanguageListener.Step::step).toList());
        assertEquals(steps.getFirst().loss(), steps.getFirst().smoothedLoss());
        assertEquals(trained.hash(), hashes.getLast());
        assertEquals(4, hashes.stream().distinct().count());
    }
}
